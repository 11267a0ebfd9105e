import Archive
import Latency

/// The percentiles of every model with traffic, step by step.
package struct HistoryAnswer: Hashable, Sendable {
    package struct Point: Hashable, Sendable {
        /// The end of the step, or of the range where that comes first; seconds since 1970 UTC.
        package let time: Int
        package let percentiles: Percentiles
        package let requests: Int
        /// How many windows of the step were collected.
        package let windows: Int
        package let quality: Quality
        /// `hour` where only whole hours are known any more: the point has every hour that ends in its step.
        package let resolution: Resolution
        /// Of a counter, how many were of each class; empty where the server tells none.
        package internal(set) var classes: [Name: Int] = [:]
        /// Of a histogram of tokens, how many there were.
        package internal(set) var tokens: Int?

        init(
            time: Int, percentiles: Percentiles, requests: Int, windows: Int, quality: Quality,
            resolution: Resolution = .window
        ) {
            self.time = time
            self.percentiles = percentiles
            self.requests = requests
            self.windows = windows
            self.quality = quality
            self.resolution = resolution
        }
    }

    package struct Model: Hashable, Sendable {
        package let model: Name
        /// The values of the labels that the answer is divided by.
        package let labels: [Name]
        /// Oldest first; steps without traffic have none.
        package let points: [Point]

        init(model: Name, labels: [Name] = [], points: [Point]) {
            (self.model, self.labels, self.points) = (model, labels, points)
        }
    }

    /// A stretch of time, in seconds since 1970 UTC.
    package struct Stretch: Hashable, Sendable {
        package let start: Int
        package let end: Int

        package init(start: Int, end: Int) {
            self.start = start
            self.end = end
        }
    }

    package let request: HistoryRequest
    /// By model name; only models with traffic.
    package let models: [Model]
    /// What was never collected since the first collection, oldest first.
    package let missing: [Stretch]
    /// The ends of the steps in which a model had samples but no requests, by its name, oldest first. A collected step
    /// that is neither among these nor a point had no data of the model.
    package let quiet: [Name: [Int]]
    /// The end of the first window that was ever collected, in seconds since 1970 UTC; nil where none was by then.
    package let firstCollected: Int?
    /// nil where there are models.
    package let emptyReason: EmptyReason?
    /// What it is of, where that is not what was collected first.
    package internal(set) var measure: Name?
    package internal(set) var labelNames: [Name] = []
    /// What is counted.
    package internal(set) var kind = SummaryAnswer.Kind.latency
    /// Whether that is intervals between tokens and no requests.
    package internal(set) var isOfIntervals = false
    /// What was left out because it is damaged.
    package var damages = Damages()

    init(
        request: HistoryRequest, models: [Model], missing: [Stretch], quiet: [Name: [Int]] = [:],
        firstCollected: Int? = nil, emptyReason: EmptyReason?
    ) {
        self.request = request
        self.models = models
        self.missing = missing
        self.quiet = quiet
        self.firstCollected = firstCollected
        self.emptyReason = emptyReason
    }
}

extension HistoryAnswer: TabularAnswer {
    package struct Row: Sendable {
        package let model: Name
        package let labels: [Name]
        package let point: Point
    }

    /// Model by model.
    package var rows: some Sequence<Row> { models.lazy.flatMap(\.rows) }
    package var layout: AnswerLayout { .history(self) }
    package var columns: [Column<Row>]? { HistoryQuestion.columns(of: self) }
    package var warnings: [String] {
        damages.warnings
            + models.filter { $0.points.contains { $0.requests == .max } }.map {
                BeyondCounting.warningOfPercentiles($0.model)
            }
    }
}

extension HistoryAnswer.Model {
    /// The type is told so that a million rows are walked through without asking for it.
    package var rows: LazyMapSequence<[HistoryAnswer.Point], HistoryAnswer.Row> {
        points.lazy.map { HistoryAnswer.Row(model: model, labels: labels, point: $0) }
    }
}
