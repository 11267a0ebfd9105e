import Latency
import Support

/// Asks before each step, unless it was said that nobody wants to be asked.
struct StepQuestions {
    private let yes: Bool
    private let context: Context

    /// Throws where nobody is there to be asked.
    init(yes: Bool, in context: Context) throws(Confirmation.Refusal) {
        (self.yes, self.context) = (yes, context)
        if !yes, context.terminals.answer() == nil { throw .noTerminal(what: "set metricsctl up") }
    }

    func agrees(to what: String) throws(Confirmation.Refusal) -> Bool {
        if yes { return true }
        guard let read = context.terminals.answer() else { throw .noTerminal(what: what) }
        context.output.prompt("\(what)? [y/N] ")
        return ["y", "yes"].contains(read().lowercased())
    }

    /// nil where nothing is answered, or nobody is to be asked.
    func serverURL() -> String? {
        guard !yes, context.variable("PROMETHEUS_URL") == nil, let read = context.terminals.answer() else { return nil }
        context.output.prompt("which Prometheus? [\(Defaults.serverURL)] ")
        let answer = read()
        return answer.isEmpty ? nil : answer
    }
}
