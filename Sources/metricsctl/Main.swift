import ArgumentParser
import Glibc

/// The composition root: what a command throws becomes lines on stderr and an exit status here, and nowhere else.
@main
enum Main {
    /// Not asynchronous: that would start threads, which a query of a few milliseconds has no use for.
    static func main() {
        exit(status(of: CommandLine.arguments.dropFirst().flatMap(separated)).rawValue)
    }

    /// `--model=` means the empty name, as `--model ''` does: ArgumentParser would miss a value.
    private static func separated(_ argument: String) -> [String] {
        guard argument.hasPrefix("--"), argument.firstIndex(of: "=") == argument.indices.last else { return [argument] }
        return [String(argument.dropLast()), ""]
    }

    private static func status(of arguments: [String]) -> ExitStatus {
        do {
            var command = try Metricsctl.command(of: arguments)
            try command.run()
            return .success
        } catch {
            let isPlugin = arguments.first == CheckCommand.configuration.commandName
            return isPlugin ? Complaint.reportToMonitoring(error) : Complaint.report(error)
        }
    }
}
