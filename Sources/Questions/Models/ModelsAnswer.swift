import Archive
import Latency

/// Every model that the archive knows, how it is there, its newest numbers, and what was measured of it lately.
package struct ModelsAnswer: Hashable, Sendable {
    package struct Model: Hashable, Sendable {
        /// nil where sources are merged.
        package let source: SourceID?
        /// What its newest numbers are of.
        package let metric: Name
        package let model: Name
        /// The values of the labels that the answer is divided by.
        package let labels: [Name]
        package let state: TrafficState
        /// nil without traffic in the last 24 hours.
        package let newest: LatestAnswer.Entry?
        /// Of the same window; nil where something else is counted: intervals between tokens, errors or tokens.
        package let requests: Int?
        /// How its p95 stands against the thresholds; nil where it has no traffic now, and where no times are measured.
        package let verdict: LatencyVerdict?
        /// What people read in place of its name; nil shows the name.
        package let displayName: String?
        package let range: TimeRange
        /// Of the time that was collected, as the next two; nil where nothing counts them.
        package let requestsPerMinute: Double?
        /// In millionths.
        package let errorShare: Int?
        package let outputTokensPerSecond: Double?
        /// What the newest numbers are of: a measure's name, or the metric's own.
        package let measure: Name
        /// That one over the stretch of time.
        package let own: MeasureCell
        /// Every known latency over the stretch of time.
        package let cells: [Measure: MeasureCell]
    }

    /// By name, source by source in the order in which those were first seen; by name alone where sources are merged.
    package let models: [Model]
    package let range: TimeRange
    package internal(set) var labelNames: [Name] = []
    /// What was left out because it is damaged.
    package var damages = Damages()

    /// Why there are no models; nil where there are some.
    package let emptyReason: EmptyReason?

    /// - Parameter emptyReason: of an answer without models.
    init(models: [Model], range: TimeRange, emptyReason: EmptyReason = .neverCollected) {
        (self.models, self.range) = (models, range)
        self.emptyReason = models.isEmpty ? emptyReason : nil
    }

    /// The models of each source that had traffic in the last 24 hours.
    package var active: [SourceID: Set<Name>] {
        models.filter { $0.newest != nil }.reduce(into: [:]) { active, model in
            if let source = model.source { active[source, default: []].insert(model.model) }
        }
    }
}

extension ModelsAnswer: TabularAnswer {
    package var rows: [Model] { models }
    package var layout: AnswerLayout { .models(self) }
    /// The newest of the models' windows with traffic.
    package var summary: [(key: StaticString, cell: Cell)] {
        [("last_updated", .time(models.compactMap(\.newest?.collectedAt).max()))]
    }
}
