import ArgumentParser
import Glibc
import HTTPClient
import Latency
import PostgresStore
import Questions
import Support

/// The composition root: what a command throws becomes lines on stderr and an exit status here, and nowhere else.
@main
enum Main {
    /// Not asynchronous: that would start threads, which a query of a few milliseconds has no use for.
    static func main() {
        // A file that may grow no further is an error like any other, not the end of the process.
        signal(SIGXFSZ, SIG_IGN)
        let arguments = CommandLine.arguments.dropFirst().flatMap(separated)
        let context = Context.ofProcess(arguments: arguments)
        exit(whileOpeningLibraries(of: context) { status(in: context) }.rawValue)
    }

    /// Those that will be needed, as far as that can be told at a glance.
    private static func whileOpeningLibraries<T>(of context: Context, _ body: () -> T) -> T {
        let asksServer = context.arguments.first == CollectCommand.name
        let words = context.arguments + [context.variable("METRICSCTL_DB")].compactMap(\.self)
        let asksDatabase = words.contains { DatabaseName.isOne($0) }
        guard asksDatabase else { return asksServer ? CurlTransport.whileOpening(body) : body() }
        return PostgresStore.whileOpening { asksServer ? CurlTransport.whileOpening(body) : body() }
    }

    /// `--model=` means the empty name, as `--model ''` does: ArgumentParser would miss a value. Nor does it see an equals sign
    /// that the value's beginning joins to one character.
    private static func separated(_ argument: String) -> [String] {
        let parts = argument.pieces(by: "=", most: 2)
        guard argument.hasPrefix("--"), parts.count == 2 else { return [argument] }
        let isSeen = argument.firstIndex(of: "=") == argument.unicodeScalars.firstIndex(of: "=")
        return isSeen && !parts[1].isEmpty ? [argument] : parts
    }

    private static func status(in context: Context) -> ExitStatus {
        let arguments = context.arguments
        do {
            if try PlainQuestion.ask(arguments, in: context) { return .success }
            try ArgumentCheck.check(arguments)
            var command = try Metricsctl.command(of: arguments)
            if let command = command as? any ContextCommand {
                try command.run(in: context)
            } else {
                // Help, and commands that only have subcommands, which show theirs.
                try command.run()
            }
            return .success
        } catch {
            let isPlugin = arguments.first == CheckQuestion.name
            let complaint = ErrorReporter(context: context)
            return isPlugin ? complaint.reportToMonitoring(error) : complaint.report(error)
        }
    }
}
