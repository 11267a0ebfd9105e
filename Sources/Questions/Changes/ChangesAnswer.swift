import Archive
import Latency
import Statistics

/// Since when models are slower or faster, change by change.
package struct ChangesAnswer: Sendable {
    package struct Entry: Sendable {
        /// The model and the values of `QuestionScope.by`.
        package let key: SeriesKey
        /// The beginning of the first day after it, and between which moments it lies; seconds since 1970 UTC.
        package let at: Int
        package let earliest: Int
        package let latest: Int
        /// Between the change before and this one, and between this one and the next.
        package let before: Percentiles
        package let after: Percentiles
        /// Of p50 or p95, whichever changed more, as a fraction, with what days differ by.
        package let change: ChangeInterval?
        /// The number and the text of the mark of this model, or of all, that is nearest to `at` of those between `earliest` and `latest`; nil
        /// where there is none.
        package let mark: (id: Int, text: String)?
        /// Of the days on both sides.
        package let requests: Int
        package let quality: Quality
        /// How many windows of the days on both sides are left out.
        package let excludedWindows: Int
        /// Whether it may be none, as it is not known what exclusions leave out.
        package let isDoubted: Bool
    }

    package let range: TimeRange
    package let entries: [Entry]
    package let emptyReason: EmptyReason?
    /// Whether there are exclusions that can't be read.
    package let lacksExclusions: Bool
    /// What it is of, where that is not the latency of requests.
    package let measure: Name?
    package let labelNames: [Name]
    package var damages = Damages()
}

extension ChangesAnswer: TabularAnswer {
    package var rows: [Entry] { entries }
    package var layout: AnswerLayout { .changes(self) }
    package var timeRange: TimeRange? { range }
}
