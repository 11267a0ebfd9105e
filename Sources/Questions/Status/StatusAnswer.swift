import Archive
import Latency

/// A model's newest window with traffic in the last 24 hours, and what its newest windows say.
package struct ModelStatus: Hashable, Sendable {
    package let model: Name
    package let traffic: TrafficState
    /// nil without traffic in the last 24 hours.
    package let entry: LatestAnswer.Entry?

    /// How its p95 stands against thresholds; nil without traffic, when there is nothing to judge.
    package func verdict(_ thresholds: LatencyThresholds) -> LatencyVerdict? {
        traffic == .traffic ? entry.map { thresholds.verdict(of: $0.percentiles.p95) } : nil
    }

    /// Whether the bracket of its p95 lies on both sides of a threshold, so that the state may be another one.
    package func isDoubtful(_ thresholds: LatencyThresholds) -> Bool {
        guard let verdict = verdict(thresholds), verdict.severity != .cannotTell else { return false }
        return !verdict.isSure
    }
}

/// All models of a source at a glance.
package struct StatusAnswer: Hashable, Sendable {
    package struct Row: Hashable, Sendable {
        package let status: ModelStatus
        /// The last 24 hours; steps without traffic have none.
        package let points: [HistoryAnswer.Point]
    }

    /// What could be shown, in the order in which it was first seen.
    package let sources: [SourceID]
    /// What is shown; nil where there is no source yet.
    package let source: SourceID?
    /// The end of the newest collected window, in seconds since 1970 UTC; nil where none was collected within a day.
    package let newest: Int?
    /// The time that `points` are of.
    package let request: HistoryRequest
    /// Models with samples in the last 24 hours, by name.
    package let rows: [Row]
    /// The other models that the archive knows, by name.
    package let gone: [Name]
    /// Of the source that is shown; how many models are active is not looked up.
    package var health = HealthAnswer.noData
    /// What `source` measures.
    package var measure: Name? { source.flatMap { measures[$0] } }
    /// What each of `sources` measures.
    package var measures: [SourceID: Name] = [:]
    /// Whether `source` counts requests, errors or tokens, of which there are no percentiles.
    package var isCount = false
    /// What was left out because it is damaged.
    package var damages = Damages()
}
