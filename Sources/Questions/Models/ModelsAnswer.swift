import Archive
import Latency

/// Every model that the archive knows, how it is there, and its newest numbers.
package struct ModelsAnswer: Hashable, Sendable {
    package struct Model: Hashable, Sendable {
        package let model: Name
        package let source: Name
        package let metric: Name
        package let presence: TrafficState
        /// nil without traffic in the last 24 hours.
        package let newest: LatestAnswer.Entry?

        package init(model: Name, source: Name, metric: Name, presence: TrafficState, newest: LatestAnswer.Entry?) {
            self.model = model
            self.source = source
            self.metric = metric
            self.presence = presence
            self.newest = newest
        }

        /// As `ModelStatus.verdict`.
        package func verdict(_ thresholds: LatencyThresholds) -> LatencyVerdict? {
            ModelStatus(model: model, presence: presence, entry: newest).verdict(thresholds)
        }
    }

    /// By name, source by source in the order in which those were first seen.
    package let models: [Model]
    /// What was left out because it is damaged.
    package var damages = Damages()

    package init(models: [Model]) { self.models = models }

    /// The models of each source that had traffic in the last 24 hours.
    package var active: [SourceID: Set<Name>] {
        models.filter { $0.newest != nil }.reduce(into: [:]) { active, model in
            active[SourceID(name: model.source, metric: model.metric), default: []].insert(model.model)
        }
    }

    /// The newest of the models' windows with traffic.
    package var lastUpdated: Int? { models.compactMap(\.newest?.collectedAt).max() }
}
