import Archive
import Latency

/// Every model that the archive knows, how it is there, and its newest numbers.
package struct ModelsAnswer: Hashable, Sendable {
    package struct Model: Hashable, Sendable {
        package let source: SourceID
        package let model: Name
        package let state: TrafficState
        /// nil without traffic in the last 24 hours.
        package let newest: LatestAnswer.Entry?
        /// How its p95 stands against the thresholds; nil where it has no traffic now.
        package let verdict: LatencyVerdict?

        init(_ status: ModelStatus, source: SourceID, verdict: LatencyVerdict?) {
            (model, state, newest) = (status.model, status.traffic, status.entry)
            self.source = source
            self.verdict = verdict
        }
    }

    /// By name, source by source in the order in which those were first seen.
    package let models: [Model]
    /// What was left out because it is damaged.
    package var damages = Damages()

    init(models: [Model]) { self.models = models }

    /// The models of each source that had traffic in the last 24 hours.
    package var active: [SourceID: Set<Name>] {
        models.filter { $0.newest != nil }.reduce(into: [:]) { active, model in
            active[model.source, default: []].insert(model.model)
        }
    }
}

extension ModelsAnswer: TabularAnswer {
    package var rows: [Model] { models }
    /// The newest of the models' windows with traffic.
    package var summary: [(key: StaticString, cell: Cell)] {
        [("last_updated", .time(models.compactMap(\.newest?.collectedAt).max()))]
    }
}
