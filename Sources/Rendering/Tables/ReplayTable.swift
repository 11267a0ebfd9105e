import Latency
import Questions

extension TableRendering {
    /// A table for each measure of each source that a rule would have spoken of.
    func replay(_ answer: ReplayAnswer) -> [String] {
        if let reason = answer.emptyReason { return [emptyLine(reason, when: "in that time")] }
        if answer.entries.isEmpty { return ["no rule would have spoken in that time"] }
        var sources: [SourceID?] = []
        for entry in answer.entries where !sources.contains(entry.source) { sources.append(entry.source) }
        return Array(
            sources.map { source in
                let own = answer.entries.filter { $0.source == source }
                let measure = own.first.map { TerminalText.harmless($0.measure) } ?? ""
                let name = source.map { TerminalText.harmless($0.name) } ?? "all sources"
                let title = "\(name), \(measure)"
                return [terminal.styled(title, .heading)]
                    + table(Self.replayColumns, own, time: short).lines(for: terminal)
            }.joined(separator: [""]))
    }

    private static let replayColumns: [Column<ReplayAnswer.Entry>] = [
        Column(nil, "RULE", .leftShrinking) { .name($0.rule) },
        Column(nil, "MODEL", .leftShrinking) { .model($0.model) },
        Column(nil, "STATE", .left) { .word($0.state.rawValue, $0.state == .critical ? .bad : .warning) },
        Column(nil, "FROM", .left) { .time($0.from) },
        Column(nil, "TO", .left) { .end($0.to, began: $0.from) },
        Column(nil, "LASTED") { .span($0.duration) },
    ]
}
