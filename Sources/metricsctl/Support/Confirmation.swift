import Archive
import Glibc
import Latency
import Rendering
import Support

/// Asks before something is deleted.
enum Confirmation {
    /// Returns if the answer is yes, on the terminal or by a flag; throws otherwise.
    static func ask(_ what: String, answered: Bool) throws(Refusal) {
        if answered { return }
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else { throw .noTerminal(what: what) }
        Output.prompt("\(what)? [y/N] ")
        let answer = readLine(strippingNewline: true)?.lowercased() ?? ""
        guard ["y", "yes"].contains(answer) else { throw .declined }
    }

    /// A source as a question names it.
    static func name(_ source: Source) -> String {
        TerminalText.harmless("\(source.description.metric) of source \"\(source.description.name)\"")
    }

    enum Refusal: ExplainedError {
        /// Nobody is there to be asked.
        case noTerminal(what: String)
        case declined

        var message: String {
            switch self {
            case .noTerminal(let what): "cannot ask whether to \(what): there is no terminal"
            case .declined: "nothing was deleted"
            }
        }

        var hint: Hint? {
            switch self {
            case .noTerminal: "--yes does it without asking"
            case .declined: nil
            }
        }
    }
}
