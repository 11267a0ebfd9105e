import Archive
import Latency

/// When rules would have spoken.
package struct ReplayAnswer: Sendable {
    package struct Entry: Hashable, Sendable {
        /// `p95` is the rule that has no name.
        package let rule: Name
        /// nil for several together.
        package let source: SourceID?
        /// What they measure.
        package let measure: Name
        package let model: Name
        /// `warning` or `critical`.
        package let state: Severity
        /// Seconds since 1970 UTC.
        package let from: Int
        /// nil while it lasts at the end.
        package let to: Int?
        /// In seconds, up to the end where it lasts.
        package let duration: Int
    }

    /// By their beginning, then by rule and model.
    package internal(set) var entries: [Entry] = []
    package let range: TimeRange
    /// Where the model that is asked about is not known.
    package internal(set) var emptyReason: EmptyReason?
    package internal(set) var damages = Damages()
}

extension ReplayAnswer: TabularAnswer {
    package var rows: [Entry] { entries }
    package var timeRange: TimeRange? { range }
    package var layout: AnswerLayout { .replay(self) }
}
