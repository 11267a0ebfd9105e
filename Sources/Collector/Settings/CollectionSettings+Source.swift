import Archive
import Latency

extension CollectionSettings {
    /// The source as it is to be collected. What is left unsaid is taken from what the archive has of it, else from the table
    /// of known metrics, else from the metric's name.
    ///
    /// - Parameter archive: nil where there is none. A source of which nothing was collected yet holds nobody to anything.
    package func resolved(in archive: Archive?) throws(ArchiveError) -> ResolvedSource {
        let facts = KnownMetrics.facts(of: source.metric.text)
        let known = try archive?.source(named: source.name, metric: source.metric)
        let hasCollected = try known.map { (known) throws(ArchiveError) in try archive?.hasCollected(known) } ?? nil
        let stored = hasCollected == true ? known : nil
        let (unit, origin) = unit(stored, facts)
        let description = SourceDescription(
            name: source.name, metric: source.metric, url: server.text,
            selector: Name(selector ?? stored?.description.selector.text ?? facts?.selector ?? ""),
            modelLabel: modelLabel.map { Name($0) } ?? stored?.description.modelLabel
                ?? facts?.modelLabels.first.map { Name($0) } ?? Defaults.modelLabel,
            unit: unit)
        return ResolvedSource(
            description: description, unitOrigin: origin, knownAs: facts, told: stored?.told ?? SourceTold(),
            isLabelOpen: modelLabel == nil && stored == nil)
    }

    private func unit(_ stored: Source?, _ facts: MetricFacts?) -> (LatencyUnit, UnitOrigin) {
        let usual = ResolvedSource.usualUnit(of: source.metric.text, facts)
        if let unit { return (unit, .told) }
        guard let stored else { return usual ?? (.seconds, .guess) }
        let unit = stored.description.unit
        if let origin = stored.told.unitOrigin { return (unit, origin) }
        guard let usual else { return (unit, unit == .seconds ? .guess : .told) }
        return (unit, unit == usual.unit ? usual.origin : .before)
    }
}
