import Latency
import Questions
import Support

/// What is said of a model that some sources do not have, and others do.
struct ElsewhereText {
    /// How many are named at most.
    private static let mostNamed = 3
    private static let mostNameBytes = 200

    private let elsewhere: Elsewhere

    init(_ elsewhere: Elsewhere) { self.elsewhere = elsewhere }

    /// Without a full stop.
    ///
    ///     cluster-a has no model gpt-4o, cluster-b has (--source cluster-b)
    ///
    /// - Parameter model: as it is shown.
    func sentence(_ model: String) -> String {
        let (asked, others) = (elsewhere.metric.map { [$0] } ?? elsewhere.asked, elsewhere.others)
        let option = others.first.map { " (\(self.option($0)))" } ?? ""
        return "\(list(asked)) \(verb(asked)) no model \(model), \(list(others)) \(verb(others))\(option)"
    }

    /// As a shell takes it.
    private func option(_ name: Name) -> String {
        let flag = elsewhere.metric == nil ? "--source" : "--metric-name"
        return flag + (name.text.hasPrefix("-") ? "=" : " ") + ShellWord.quoted(shown(name))
    }

    private func verb(_ names: [Name]) -> String { names.count == 1 ? "has" : "have" }

    private func list(_ names: [Name]) -> String {
        let more = names.count - Self.mostNamed
        let words = names.prefix(Self.mostNamed).map(shown) + (more > 0 ? ["\(more) more"] : [])
        guard let last = words.last, words.count > 1 else { return words.joined() }
        return "\(words.dropLast().joined(separator: ", ")) and \(last)"
    }

    private func shown(_ name: Name) -> String {
        ByteLimit.middle(of: TerminalText.harmless(name), toBytes: Self.mostNameBytes)
    }
}
