import ArgumentParser
import Glibc

/// The composition root: what a command throws becomes lines on stderr and an exit status here, and nowhere else.
@main
enum Main {
    static func main() async {
        let status = await status(of: Array(CommandLine.arguments.dropFirst()))
        exit(status.rawValue)
    }

    private static func status(of arguments: [String]) async -> ExitStatus {
        do {
            var command = try Metricsctl.parseAsRoot(arguments)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            return .success
        } catch {
            return Complaint.report(error)
        }
    }
}
