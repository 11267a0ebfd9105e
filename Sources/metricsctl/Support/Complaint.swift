import ArgumentParser
import Latency
import Reports

/// Tells people what failed.
///
/// Rules: one line, `metricsctl: ` first, lower case, without a full stop, naming the subject; then `hint: ` with what can
/// be done about it, where something can.
enum Complaint {
    static func report(_ error: any Error) -> ExitStatus {
        switch error {
        case let code as ExitCode:
            return ExitStatus(rawValue: code.rawValue) ?? .failure
        case let error as RequestError:
            lines(error.message, hint: error.hint)
            return .usage
        case let error as UsageError:
            lines(error.message, hint: error.hint)
            return .usage
        case let error as any ExplainedError:
            lines(error.message, hint: error.hint)
            return .failure
        default:
            return reportParsing(error)
        }
    }

    /// What ArgumentParser throws: help and versions that were asked for, and complaints of its own.
    private static func reportParsing(_ error: any Error) -> ExitStatus {
        let code = Metricsctl.exitCode(for: error)
        let text = Metricsctl.message(for: error)
        if code.isSuccess {
            do {
                try Output.data(text + "\n")
                return .success
            } catch {
                return report(error)
            }
        }
        guard code == .validationFailure else {
            lines(text, hint: nil)
            return .failure
        }
        lines(sentence(text), hint: "metricsctl --help lists the commands, metricsctl COMMAND --help their options")
        return .usage
    }

    /// ArgumentParser writes whole sentences, sometimes on several lines.
    private static func sentence(_ text: String) -> String {
        var sentence = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        for (full, clause) in [(". Did you mean", ": did you mean"), (". Please provide", ": provide")] {
            guard let place = sentence.firstRange(of: full) else { continue }
            sentence.replaceSubrange(place, with: clause)
        }
        if sentence.hasSuffix(".") { sentence.removeLast() }
        return sentence.prefix(1).lowercased() + sentence.dropFirst()
    }

    private static func lines(_ message: String, hint: String?) {
        Output.note("metricsctl: \(message)")
        if let hint { Output.note("hint: \(hint)") }
    }
}
