import Latency
import Objectives
import Questions

/// Objectives within the eighty columns of a terminal. What stands in no column is told below, where it matters.
enum SloTable {
    static func columns(of answer: SloAnswer) -> [Column<SloAnswer.Entry>] {
        let periods = Dictionary(grouping: answer.entries) { Kept(objective: $0.objective, below: $0.below) }
        let hasPast = periods.values.contains { Set($0.map(\.period.start)).count > 1 }
        let isNamed = answer.entries.contains { $0.objective != nil }
        return (isNamed ? [objective] : []) + [model, labels] + (hasPast ? [from] : limits) + [good, verdict, budget]
    }

    private struct Kept: Hashable {
        let objective: Name?
        let below: Double
    }

    private static let objective = Column<SloAnswer.Entry>(nil, "OBJECTIVE", .leftShrinking) { .name($0.objective) }
    private static let model = Column<SloAnswer.Entry>(nil, "MODEL", .leftShrinking) { .model($0.model) }
    private static let labels = Column<SloAnswer.Entry>.labels { $0.labels }
    private static let from = Column<SloAnswer.Entry>(nil, "FROM", .left) { .day($0.period.start) }
    private static let limits = [
        Column<SloAnswer.Entry>(nil, "LIMIT") { .milliseconds($0.below) },
        Column(nil, "TARGET") { .fraction(millionths: $0.target.millionths) },
    ]
    /// In hundredths of a percent, rounded to the sides that claim less.
    private static let good = Column<SloAnswer.Entry>(nil, "GOOD") { entry in
        let (low, high) = (entry.share?.low.roundedDown, entry.share?.high.roundedUp)
        return .fractions(
            low: low.map { ObjectiveFormat.floor($0, to: 100) }, high: high.map { ObjectiveFormat.ceiling($0, to: 100) }
        )
    }
    private static let verdict = Column<SloAnswer.Entry>(nil, "VERDICT", .left) { entry in
        let word = entry.verdict.words
        return switch entry.verdict {
        case .met: .word(word, .plain)
        case .notMet: .word(word, .bad)
        case .cannotTell: .word(word, .warning)
        }
    }
    /// What is surely left, in whole percents. Where errors are unknown there is no such thing.
    private static let budget = Column<SloAnswer.Entry>(nil, "BUDGET LEFT") { entry in
        .text(entry.reasons.contains(.errorsUnknown) ? nil : ObjectiveFormat.leastLeft(entry))
    }
}

extension Objectives.Verdict {
    /// As people read it: `not met`.
    var words: String { name.replacingScalars("_", with: " ") }
}
