import Latency
import Questions

/// Suggested objectives, and what to put into the configuration for them.
enum SuggestTable {
    typealias Column = Questions.Column<SuggestAnswer.Row>

    static let columns = [
        Column(nil, "MODEL", .leftShrinking) { .model($0.key.model) },
        .labels { $0.key.labels },
        Column(nil, "MEASURE", .left) { .name($0.measure) },
        Column(nil, "TARGET") { .fraction(millionths: $0.target?.millionths) },
        Column(nil, "WITHIN") { .milliseconds($0.below) },
        Column(nil, "WORST WEEK") { .fraction(millionths: $0.worst) },
        Column(nil, "REQUESTS") { .count($0.requests) },
    ]

    /// In whole days, below two of them in hours.
    static func time(_ seconds: Int) -> String {
        let hours = seconds / 3600
        return hours >= 48 ? "\(hours / 24) days" : hours == 1 ? "1 hour" : "\(hours) hours"
    }
}

extension TableRendering {
    func suggestions(_ answer: SuggestAnswer) -> [String] {
        guard answer.isTooEarly else { return explained(answer, SuggestTable.columns, explanation(answer)) }
        return wrapped([
            "Suggestions need four weeks, of each of which at least 80 % were collected: there are "
                + "\(SuggestTable.time(answer.collectedSeconds)) so far."
        ])
    }

    /// What the table is, and the lines of the configuration.
    func explanation(_ answer: SuggestAnswer) -> [String] {
        let doubts = answer.rows.compactMap { row in
            row.reason.flatMap { ObjectiveWording.english.reasons[$0] }.map {
                "\(name(row.key)), \(TerminalText.harmless(row.measure)): none, \($0)."
            }
        }
        let lines = answer.rows.compactMap(\.configuration).map { "  \(TerminalText.harmless($0))" }
        guard !lines.isEmpty else { return answer.rows.isEmpty ? [] : ["", Self.kept] + doubts }
        return ["", Self.kept] + doubts + ["To promise one, put its line into the configuration:", "", "objectives:"]
            + lines
    }

    private static let kept =
        "The lowest limits that each of the last four weeks kept; WORST WEEK is the share in the worst of them."
}
