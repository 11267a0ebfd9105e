import Latency
import Questions

/// Changes within the eighty columns of a terminal; the rest is told below them.
enum ChangesTable {
    typealias Column = Questions.Column<ChangesAnswer.Entry>

    static func columns(of answer: ChangesAnswer) -> [Column] {
        let isExact = answer.entries.allSatisfy { $0.quality == .exact }
        return [
            Column(nil, "MODEL", .leftShrinking) { .model($0.key.model) },
            .labels { $0.key.labels },
            Column(nil, "SINCE", .left) { .day($0.at) },
            Column(nil, "P50 BEFORE") { .percentile($0.before.p50) },
            Column(nil, "AFTER") { .percentile($0.after.p50) },
            Column(nil, "P95 BEFORE") { .percentile($0.before.p95) },
            Column(nil, "AFTER") { .percentile($0.after.p95) },
        ] + (isExact ? [] : [Column(nil, "QUALITY", .left) { .quality($0.quality) }])
    }
}

extension TableRendering {
    func explanation(_ answer: ChangesAnswer) -> [String] {
        let lines = answer.entries.flatMap { entry in
            let excluded = excluded(entry.excludedWindows).map { "\(name(entry.key)) since \(day(entry.at)): \($0)." }
            return [placed(entry), excluded].compactMap(\.self)
        }
        let doubt = "\(Self.lostExclusion): these may be no changes."
        let all = lines + (answer.lacksExclusions && !answer.entries.isEmpty ? [doubt] : [])
        return all.isEmpty ? [] : [""] + all
    }

    /// When and by how much, as surely as it can be told, and what somebody wrote of that time.
    private func placed(_ entry: ChangesAnswer.Entry) -> String {
        let size = entry.change.map { ", by \(ChangeFormat.between($0))" } ?? ""
        let mark = entry.mark.map { "; nearest mark \($0.id): \(TerminalText.harmless($0.text))" } ?? ""
        return "\(name(entry.key)) since \(day(entry.at)): between \(short(entry.earliest)) and "
            + "\(short(entry.latest))\(size)\(mark)."
    }

    private func day(_ seconds: Int) -> Substring { short(seconds).prefix(10) }
}
