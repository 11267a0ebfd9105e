import ArgumentParser
import Glibc

/// The composition root: what a command throws becomes lines on stderr and an exit status here, and nowhere else.
@main
enum Main {
    static func main() async {
        let status = await status(of: CommandLine.arguments.dropFirst().flatMap(separated))
        exit(status.rawValue)
    }

    /// `--model=` means the empty name, as `--model ''` does: ArgumentParser would miss a value.
    private static func separated(_ argument: String) -> [String] {
        guard argument.hasPrefix("--"), argument.firstIndex(of: "=") == argument.indices.last else { return [argument] }
        return [String(argument.dropLast()), ""]
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
