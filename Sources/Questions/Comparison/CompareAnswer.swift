import Archive
import Latency
import Statistics

/// Whether models got slower.
package struct CompareAnswer: Sendable {
    package struct Entry: Sendable {
        /// The model and the values of `QuestionScope.by`.
        package let key: SeriesKey
        package let comparison: Comparison
        package let later: Side
        package let baseline: Side
        package let control: Control?
        package let tokens: TokenShare?
        /// How many windows of both stretches are left out.
        package let excludedWindows: Int
    }

    /// What was compared.
    package struct Side: Sendable {
        /// Seconds since 1970 UTC; nil where there is no block.
        package let start: Int?
        package let end: Int?
        package let requests: Int
        /// From 0 to 1; nil where there is no block.
        package let coverage: Double?
        package let quality: Quality
    }

    /// What happened to others at the same time.
    package struct Control: Sendable {
        /// nil for all other models together.
        package let model: Name?
        package let verdict: Verdict
        /// How sure it is that this model changed otherwise than they did; two-sided. nil where nothing could be compared.
        package let differencePValue: Double?
        /// Where it was measured, if not where the entry was; nil for there.
        package let source: Name?
        /// The values of labels that it was measured with, as `label=value`, if not those of the entry.
        package let wanted: [Name]
    }

    /// What of the change goes along with tokens per request.
    package struct TokenShare: Sendable {
        /// 1 is all of it; nil where it can't be told.
        package let share: Double?
        package let low: Double?
        package let high: Double?
        /// How sure it is that something remains without them; two-sided.
        package let remainingPValue: Double?
        package let reason: TokenAssociation.Doubt?
    }

    package let entries: [Entry]
    package let request: CompareRequest
    package let emptyReason: EmptyReason?
    /// What it is of, where that is not the latency of requests.
    package let measure: Name?
    package let labelNames: [Name]
    package var damages = Damages()
    /// What people are to know beside damages.
    package var notes: [String] = []
}

extension CompareAnswer: TabularAnswer {
    package var rows: [Entry] { entries }
    package var layout: AnswerLayout { .compare(self) }
    package var warnings: [String] { damages.warnings + notes }
    /// The later stretch.
    package var timeRange: TimeRange? { TimeRange(start: request.later.lowerBound, end: request.later.upperBound) }
}
