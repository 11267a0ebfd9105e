import Archive
import Latency

/// What a user says of a source. What is left unsaid is taken from what the archive has of it, else from the table of
/// known metrics, else from the metric's name.
package struct SourceWishes: Sendable {
    package let name: String
    package let metric: String
    package let url: String
    /// nil where nothing is said; an empty selector is said to be none.
    package let modelLabel: String?
    package let selector: String?
    package let unit: LatencyUnit?

    /// The label where nobody knows better.
    package static let usualLabel = "model"

    package init(
        name: String, metric: String, url: String, modelLabel: String?, selector: String?, unit: LatencyUnit?
    ) {
        (self.name, self.metric, self.url) = (name, metric, url)
        (self.modelLabel, self.selector, self.unit) = (modelLabel, selector, unit)
    }

    /// The source as it is to be collected.
    ///
    /// - Parameter archive: nil where there is none. A source of which nothing was collected yet holds nobody to anything.
    package func resolved(in archive: Archive?) throws(ArchiveError) -> ResolvedSource {
        let facts = KnownMetrics.facts(of: metric)
        let known = try archive?.source(named: name, metric: metric)
        let hasCollected = try known.map { (known) throws(ArchiveError) in try archive?.hasCollected(known) } ?? nil
        let stored = hasCollected == true ? known : nil
        let (unit, origin) = unit(stored, facts)
        let description = SourceDescription(
            name: name, metric: metric, url: url,
            selector: selector ?? stored?.description.selector ?? facts?.selector ?? "",
            modelLabel: modelLabel ?? stored?.description.modelLabel ?? facts?.modelLabels.first ?? Self.usualLabel,
            unit: unit)
        return ResolvedSource(
            description: description, unitOrigin: origin, knownAs: facts, told: stored?.told ?? SourceTold())
    }

    private func unit(_ stored: Source?, _ facts: MetricFacts?) -> (LatencyUnit, UnitOrigin) {
        let usual = ResolvedSource.usualUnit(of: metric, facts)
        if let unit { return (unit, .told) }
        guard let stored else { return usual ?? (.seconds, .guess) }
        let unit = stored.description.unit
        if let origin = stored.told.unitOrigin { return (unit, origin) }
        guard let usual else { return (unit, unit == .seconds ? .guess : .told) }
        return (unit, unit == usual.unit ? usual.origin : .before)
    }
}
