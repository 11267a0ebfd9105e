import Latency

/// What a part of an answer is about: a metric of a source, or all those of which the same is said, as where their server is down.
struct SourceTitle: Equatable {
    let source: Name
    private(set) var metrics: [Name]

    /// So many are named.
    private static let mostNamed = 3

    /// - Parameter all: how many metrics of the source there are.
    func text(of all: Int) -> String {
        "\(TerminalText.harmless(source)) (\(metrics.count > 1 && metrics.count == all ? "\(all) metrics" : named))"
    }

    private var named: String {
        let first = metrics.prefix(metrics.count > Self.mostNamed ? Self.mostNamed - 1 : Self.mostNamed)
        let names = first.map { TerminalText.harmless($0) }.joined(separator: ", ")
        return names + (metrics.count > first.count ? " and \(metrics.count - first.count) more" : "")
    }

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
