import Archive
import Latency
import Objectives

/// How objectives were kept: one entry for each objective, model and period.
package struct SloAnswer: Sendable {
    package struct Entry: Sendable {
        /// nil where it was asked for by a limit and a target alone.
        package let objective: Name?
        package let model: Name
        /// Of what the answer is divided by.
        package let labels: [Name]
        package let measure: Name
        /// In milliseconds.
        package let below: Double
        package let target: Share
        package let period: PeriodStretch
        /// Between which two shares of its requests were good; nil without requests.
        package let share: ShareBounds?
        package let good: CountRange
        /// Requests, with the errors that no latency was counted of; intervals between tokens, where it is about those.
        package let requests: Int
        /// nil where nothing counts them.
        package let errors: Int?
        package let verdict: Verdict
        /// Whether it could not be told for want of errors either, though its reason is another one.
        package let lacksErrors: Bool
        /// Of the newest period alone.
        package let burn: [BurnRate]
        package let excludedWindows: Int
        /// From 0 to 1; nil where nothing should have been collected.
        package let coverage: Double?
        package let quality: Quality
        /// So many requests at most may be missing.
        package let lost: Int
        /// The bounds on either side of the limit that would make the share exact; nil where it is.
        package let nearest: (below: Double?, above: Double?)?

        /// Why nobody can tell, the first being that of the verdict.
        package var reasons: [Verdict.Reason] {
            [verdict.reason].compactMap(\.self) + (lacksErrors ? [.errorsUnknown] : [])
        }

        /// Whether what is counted is intervals between tokens and no requests.
        var isOfIntervals: Bool { measure.countsIntervals }

        /// In millionths of the budget; nil without requests.
        package var budgetLeft: (low: Int, high: Int)? {
            share.map {
                (target.budgetLeft(at: $0.low, roundedUp: false), target.budgetLeft(at: $0.high, roundedUp: true))
            }
        }
    }

    /// How many requests kept all objectives of a model in one period.
    package struct Together: Sendable {
        package let model: Name
        package let labels: [Name]
        package let objectives: [Name]
        package let period: PeriodStretch
        package let goodput: Goodput
    }

    package init() {}

    /// By objective, model, and the newest period first.
    package internal(set) var entries: [Entry] = []
    package internal(set) var goodput: [Together] = []
    /// What was asked about.
    package internal(set) var timeRange: TimeRange?
    package internal(set) var labelNames: [Name] = []
    package internal(set) var notes: [String] = []
    package internal(set) var reason: EmptyReason?
    /// Whether it was read from a replica whose primary has not said that nothing more is stored, where that was asked.
    package internal(set) var isUnverified = false
    /// What was left out because it is damaged.
    package var damages = Damages()
}

extension SloAnswer: TabularAnswer {
    package var rows: [Entry] { entries }
    package var emptyReason: EmptyReason? { entries.isEmpty ? reason : nil }
    package var warnings: [String] { damages.warnings + notes }
    package var layout: AnswerLayout { .slo(self) }
}
