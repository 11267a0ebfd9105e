import Archive
import Latency
import Support

/// The newest percentiles of every model with traffic in the last 24 hours.
package struct LatestAnswer: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package let model: Name
        /// The values of the labels that the answer is divided by.
        package internal(set) var labels: [Name] = []
        /// The end of the model's newest window with traffic, in seconds since 1970 UTC.
        package let collectedAt: Int
        package let metricName: Name
        package let percentiles: Percentiles
        package let requests: Int
        package let quality: Quality
        /// `hour` where it is the newest hour with traffic, since windows of that age are no longer kept.
        package let resolution: Resolution

        init(
            model: Name, collectedAt: Int, metricName: Name, percentiles: Percentiles, requests: Int,
            quality: Quality, resolution: Resolution = .window
        ) {
            self.model = model
            self.collectedAt = collectedAt
            self.metricName = metricName
            self.percentiles = percentiles
            self.requests = requests
            self.quality = quality
            self.resolution = resolution
        }
    }

    /// The moment that was asked about, in seconds since 1970 UTC.
    package let now: Int
    /// By model name.
    package let entries: [Entry]
    /// nil where there are entries.
    package let emptyReason: EmptyReason?
    /// Models with traffic that have no entry, since no bucket of their histograms has a finite bound; by name.
    package let withoutBounds: [Name]
    /// What it is of, where that is not what was collected first.
    package internal(set) var measure: Name?
    package internal(set) var labelNames: [Name] = []
    /// Whether what is counted is intervals between tokens and no requests.
    package internal(set) var isOfIntervals = false
    /// Whether the question has nothing but p95.
    var isOfP95 = false
    /// What was left out because it is damaged.
    package var damages = Damages()

    init(now: Int, entries: [Entry], emptyReason: EmptyReason?, withoutBounds: [Name] = []) {
        self.now = now
        self.entries = entries
        self.emptyReason = emptyReason
        self.withoutBounds = withoutBounds
    }

    /// The newest of the entries' windows, in seconds since 1970 UTC.
    package var lastUpdated: Int? { entries.map(\.collectedAt).max() }

    /// Only the entries that have a p95: a model without any finite bound has none.
    func havingP95() -> LatestAnswer {
        let kept = entries.filter { $0.percentiles.p95 != nil }
        var answer = LatestAnswer(
            now: now, entries: kept, emptyReason: kept.isEmpty ? emptyReason ?? .noBounds : nil,
            withoutBounds: entries.filter { $0.percentiles.p95 == nil }.map(\.model))
        answer.damages = damages
        answer.isOfP95 = true
        (answer.measure, answer.labelNames, answer.isOfIntervals) = (measure, labelNames, isOfIntervals)
        return answer
    }
}

extension LatestAnswer: TabularAnswer {
    package struct Row: Sendable {
        package let entry: Entry
        /// How long ago its window ended, in seconds.
        package let age: Int
    }

    package var rows: [Row] { entries.map { Row(entry: $0, age: now - $0.collectedAt) } }
    package var summary: [(key: StaticString, cell: Cell)] { [("last_updated", .time(lastUpdated))] }
    package var layout: AnswerLayout { .latest(self) }
    package var columns: [Column<Row>]? {
        isOfIntervals ? Self.ofIntervals(isOfP95 ? P95Question.columns : AllQuestion.columns) : nil
    }
    package var warnings: [String] {
        damages.warnings
            + entries.filter { $0.requests == .max }.map { BeyondCounting.warningOfPercentiles($0.model) }
    }
}
