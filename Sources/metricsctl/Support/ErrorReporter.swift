import ArgumentParser
import Configuration
import Glibc
import Latency
import Questions
import Rendering
import Schedule
import Support

/// Tells people what failed.
///
/// Rules: one line, `metricsctl: ` first, lower case, without a full stop, naming the subject; then `hint: ` with what can
/// be done about it, where something can.
struct ErrorReporter {
    let context: Context
    /// What failed, where that is one of several; nil for the command itself.
    var subject: String?

    /// What is to be said and done about something thrown.
    private enum Trouble {
        /// All is said already.
        case exit(ExitStatus)
        /// Help or a version that was asked for.
        case text(String)
        case complaint(String, hint: Hint?, ExitStatus)
        /// All that is wrong with a configuration.
        case configuration(ConfigurationError)
    }

    func report(_ error: any Error) -> ExitStatus {
        switch trouble(error) {
        case .exit(let status): return status
        case .text(let text): return show(text, .success)
        case .complaint(let message, let hint, let status):
            context.output.note("metricsctl: \(subject.map { "\($0): " } ?? "")\(message)")
            if let hint { context.output.note("hint: \(hint.text(naming: Setting.flag))") }
            return status
        case .configuration(let error):
            for mistake in error.mistakes { context.output.note("metricsctl: \(mistake.text)") }
            context.output.note("hint: \(document) has every key; config check looks again")
            return .usage
        }
    }

    /// A monitoring system reads stdout alone, and takes 3 for "nobody can tell".
    func reportToMonitoring(_ error: any Error) -> ExitStatus {
        switch trouble(error) {
        case .complaint(let message, let hint, .usage):
            let advice = hint.map { "; \($0.text(naming: Setting.flag))" } ?? ""
            return show(CheckLine().text(ofError: message + advice), .unknown)
        case .complaint(let message, _, _): return show(CheckLine().text(ofError: message), .unknown)
        case .configuration(let error):
            let (first, others) = (error.mistakes.first?.text ?? "", error.mistakes.count - 1)
            let more = others > 0 ? " (and \(others.of("more mistake")))" : ""
            return show(CheckLine().text(ofError: first + more), .unknown)
        case .exit, .text: return report(error)
        }
    }

    /// Where packages put it beside the program; elsewhere nobody knows.
    private var document: String {
        let name = "Configuration.md"
        guard let program = context.environment.program() else { return "\(name), among the documents," }
        let prefix = FilePath.directory(of: FilePath.directory(of: program))
        let path = "\(prefix)/share/doc/metricsctl/\(name)"
        return FilePath.mayAccess(path, R_OK) ? path : "\(name), among the documents,"
    }

    private func show(_ text: String, _ status: ExitStatus) -> ExitStatus {
        do {
            try context.output.data(text)
            return status
        } catch {
            return report(error)
        }
    }

    private func trouble(_ error: any Error) -> Trouble {
        switch error {
        case let error as ConfigurationError: .configuration(error)
        case let code as ExitCode: .exit(ExitStatus(rawValue: code.rawValue) ?? .failure)
        case let error as RequestError: .complaint(error.message, hint: error.hint, .usage)
        case let error as UsageError: .complaint(error.message, hint: error.hint, .usage)
        case let error as Interrupted: .complaint(error.message, hint: error.hint, Interruption.status)
        case let error as any ExplainedError: .complaint(error.message, hint: error.hint, .failure)
        default: parsingTrouble(error)
        }
    }

    /// What ArgumentParser throws: help and versions that were asked for, and complaints of its own.
    private func parsingTrouble(_ error: any Error) -> Trouble {
        let code = Metricsctl.exitCode(for: error)
        let text = Metricsctl.message(for: error)
        if code.isSuccess {
            return .text(text == Metricsctl.version ? Versions.text(context.archives.libraries) : text + "\n")
        }
        guard code == .validationFailure else { return .complaint(text, hint: nil, .failure) }
        let complaint = Self.sentence(text)
        let usual = "metricsctl --help lists the commands, metricsctl COMMAND --help their options"
        let hint =
            misplacedOptions(complaint) ?? optionOfOthers(complaint) ?? Self.spanHint(text) ?? ownHelp ?? usual
        return .complaint(complaint, hint: Hint(hint), .usage)
    }

    /// How the command that was meant is written; nil where the words name none.
    private var ownHelp: String? {
        guard let (command, rest) = Metricsctl.named(by: context.arguments) else { return nil }
        let words = ["metricsctl"] + context.arguments.dropLast(rest.count)
        let example = command.configuration.example.map { "; an example: \($0)" } ?? ""
        return "\(words.joined(separator: " ")) --help has its options\(example)"
    }

    /// Options of `collect` that stand before the `--` they belong behind: the line as it should be.
    private func misplacedOptions(_ complaint: String) -> String? {
        let arguments = context.arguments
        let words = arguments.prefix { !$0.hasPrefix("-") }
        // Both have it; before the `--` it is the command's own.
        let own = arguments.filter { $0 == "--dry-run" && words.last == "install" }
        let (command, options) = (words + own, arguments.dropFirst(words.count).filter { !own.contains($0) })
        guard complaint.hasPrefix("unknown option"),
            ["doctor", "schedule install"].contains(words.joined(separator: " ")),
            (try? CollectCommand.parse(options)) != nil
        else { return nil }
        let line = (command + ["--"] + options).map(ShellWord.quoted).joined(separator: " ")
        return "options of collect stand behind --: metricsctl \(line)"
    }

    /// What answers for a stretch of time, where that was asked of the newest window.
    private func optionOfOthers(_ complaint: String) -> String? {
        guard let command = context.arguments.first, ["p95", "all"].contains(command),
            ["--hours", "--from", "--period"].contains(where: { complaint.hasPrefix("unknown option '\($0)'") })
        else { return nil }
        return "\(command) is of the newest window; summary and history are of a stretch of time"
    }

    /// What to write where a span was not understood: "The value '5' is invalid for '--good-below <time>'".
    private static func spanHint(_ text: String) -> String? {
        let parts = text.split(separator: "'", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0] == "The value ", parts[2] == " is invalid for ", parts[3].hasSuffix(" <time>")
        else { return nil }
        let isNumber = Double(parts[1]).map { $0 > 0 } ?? false
        let isLong = longSpans.contains { parts[3].hasPrefix($0) }
        let units = isLong ? ["h", "d"] : ["ms", "s", "m", "h", "d"]
        let usual = isLong ? ["24h", "7d"] : ["250ms", "1.5s", "15m", "24h", "7d"]
        let examples = isNumber ? units.map { "\(parts[1])\($0)" } : usual
        return "write a number and its unit: \(examples.dropLast().joined(separator: ", ")) or \(examples.last ?? "")"
    }

    /// Options whose spans are hours and days.
    private static let longSpans = ["--backfill ", "--retention ", "--replay "]

    /// ArgumentParser offers the nearest of all options, however far it is: "Unknown option '--hours'. Did you mean '--source'?"
    private static func withoutFarGuess(_ text: String) -> String {
        let parts = text.split(separator: "'", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].hasSuffix("nknown option "), parts[2] == ". Did you mean ",
            NameSimilarity.closest(to: String(parts[1]), among: [String(parts[3])]) == nil
        else { return text }
        return "\(parts[0])'\(parts[1])'"
    }

    /// ArgumentParser writes whole sentences, sometimes on several lines.
    private static func sentence(_ text: String) -> String {
        var sentence = withoutFarGuess(text.split(whereSeparator: \.isNewline).joined(separator: " "))
        for (full, clause) in [(". Did you mean", ": did you mean"), (". Please provide", ": provide")] {
            guard let place = sentence.firstRange(of: full) else { continue }
            sentence.replaceSubrange(place, with: clause)
        }
        if sentence.hasSuffix(".") { sentence.removeLast() }
        return sentence.prefix(1).lowercased() + sentence.dropFirst()
    }
}
