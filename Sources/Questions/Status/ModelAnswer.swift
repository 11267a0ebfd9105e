import Archive
import Latency

/// One model over a stretch of time.
package struct ModelAnswer: Hashable, Sendable {
    package let sources: [SourceID]
    /// nil where there is no source yet.
    package let source: SourceID?
    /// The end of the newest collected window, in seconds since 1970 UTC; nil where none was collected within a day.
    package let newest: Int?
    package let status: ModelStatus
    /// Of this model alone.
    package let history: HistoryAnswer
    /// Of the source that is shown; how many models are active is not looked up.
    package var health = HealthAnswer.noData
    /// What `source` measures.
    package var measure: Name?
    package var kind = SourceKind.histogram
    /// Whether it counts requests, errors or tokens, of which there are no percentiles.
    package var isCount = false
    /// Of the same source, in the order in which people look at them; empty unless they were asked for.
    package var others: [ModelMeasure] = []
    /// The names of the sources that know the model, in the order in which they were first seen.
    package var sourceNames: [Name] = []
    /// The labels that the source is kept by, and those that were asked for, with the values that the model has; empty unless
    /// they were asked for.
    package var labels: [ModelLabel] = []
    /// What happened to the model in the time of `history`, by time.
    package var events: [ModelEvent] = []
    /// What objectives leave out of that time.
    package var exclusions: [Exclusion] = []
    /// What was left out because it is damaged.
    package var damages = Damages()

    /// What the page is about, as one of its measures; nil where there is no source yet.
    package var shown: ModelMeasure? {
        guard let source, let measure else { return nil }
        return ModelMeasure(source: source, measure: measure, kind: kind, entry: status.entry, history: history)
    }

    /// Whether the archive has several, of which one is shown.
    package var hasSeveralSources: Bool { Set(sources.map(\.name)).count > 1 }

    package var points: [HistoryAnswer.Point] { history.models.first?.points ?? [] }

    /// Whether the archive has never seen the model.
    package var isUnknown: Bool {
        if case .unknownModel = history.emptyReason { return true }
        return history.emptyReason == .neverCollected
    }
}
