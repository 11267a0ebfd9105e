import Latency

/// What a part of an answer is about: a metric of a source, or all those of which the same is said, as where their server is down.
struct SourceTitle: Equatable {
    let source: Name
    private(set) var metrics: [Name]

    /// So many are named.
    private static let mostNamed = 3

    /// - Parameter all: how many metrics of the source there are.
    func text(of all: Int) -> String {
        if metrics.count > 1, metrics.count == all { return text("\(all) metrics") }
        let most = metrics.count > Self.mostNamed ? Self.mostNamed - 1 : metrics.count
        // One that is too long for a line of its own stays whole, so that it can be looked up.
        let texts = (1...max(1, most)).reversed().map { text(naming: $0) }
        return texts.first { DisplayWidth.of($0) <= Terminal.usualWidth } ?? texts[texts.count - 1]
    }

    private func text(naming count: Int) -> String {
        let names = metrics.prefix(count).map { TerminalText.harmless($0) }.joined(separator: ", ")
        return text(names + (metrics.count > count ? " and \(metrics.count - count) more" : ""))
    }

    private func text(_ metrics: String) -> String { "\(TerminalText.harmless(source)) (\(metrics))" }

    /// Titles with what is said below them, once for all metrics of a source of which it is said; in the order of the first.
    static func grouped<Said: Equatable>(_ parts: [(id: SourceID, said: Said)]) -> [(title: String, said: Said)] {
        var groups: [(title: SourceTitle, said: Said)] = []
        for part in parts {
            if let place = groups.firstIndex(where: { $0.title.source == part.id.name && $0.said == part.said }) {
                groups[place].title.metrics.append(part.id.metric)
            } else {
                groups.append((SourceTitle(source: part.id.name, metrics: [part.id.metric]), part.said))
            }
        }
        return groups.map { title, said in
            (title.text(of: parts.count { $0.id.name == title.source }), said)
        }
    }
}
