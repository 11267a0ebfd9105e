import ArgumentParser

/// Steps that build upon each other: the first that fails is the last, and what was done by then is told.
struct InitialSteps {
    private let context: Context
    private var done: [String] = []

    init(in context: Context) { self.context = context }

    /// - Parameters:
    ///   - name: what the step does, behind "done: ".
    ///   - step: false where there was nothing to do.
    mutating func run(_ name: String, _ step: () throws -> Bool) throws {
        do {
            if try step() { done.append(name) }
        } catch {
            let status = ErrorReporter(context: context).report(error)
            let before =
                done.isEmpty
                ? "nothing was done" : "done: \(done.joined(separator: ", ")); running it again goes on from here"
            context.output.note("metricsctl: init ended at \(name); \(before)")
            throw ExitCode(status.rawValue)
        }
    }
}
