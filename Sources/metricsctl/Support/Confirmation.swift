import Archive
import ArgumentParser
import Latency
import Rendering
import Support

/// Asks before something is deleted.
struct Confirmation: ParsableArguments {
    @Flag(help: "Don't ask.")
    var yes = false

    /// Returns if the answer is yes, on the terminal or by the flag; throws otherwise.
    func ask(_ what: String, in context: Context) throws(Refusal) {
        if yes { return }
        guard let read = context.terminals.answer() else { throw .noTerminal(what: what) }
        context.output.prompt("\(what)? [y/N] ")
        let answer = read().lowercased()
        guard ["y", "yes"].contains(answer) else { throw .declined }
    }

    /// A source as a question names it.
    static func name(_ source: Source) -> String {
        TerminalText.harmless("\(source.description.metric) of source \"\(source.description.name)\"")
    }

    /// Several of them, each source once.
    static func names(_ sources: [Source]) -> String {
        let metrics = Dictionary(grouping: sources, by: \.description.name)
        return metrics.sorted { $0.key < $1.key }.map { name, own in
            own.count == 1
                ? Self.name(own[0]) : TerminalText.harmless("\(own.count) metrics of source \"\(name)\"")
        }.joined(separator: ", ")
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
