import Archive
import Latency

extension CollectionSettings {
    /// The source as it is to be collected. What is left unsaid is taken from what the archive has of it, else from the table
    /// of known metrics, else from the metric's name.
    ///
    /// - Parameter archive: nil where there is none. A source of which nothing was collected yet holds nobody to anything.
    package func resolved(in archive: Archive?) throws(ArchiveError) -> ResolvedSource {
        if !spellings.isEmpty {
            let all = allSpellings
            for one in all where try one.stored(in: archive) != nil { return try one.resolved(in: archive) }
            return try all[0].resolved(in: archive)
        }
        let stored = try stored(in: archive)
        let metric = stored?.description.metric ?? source.metric
        let facts = KnownMetrics.facts(of: metric.text)
        let kind = kind ?? stored?.description.kind
        let (unit, origin) = isOfTimes(kind) ? unit(stored, facts) : (.seconds, .told)
        let description = SourceDescription(
            name: source.name, metric: metric, url: server.text,
            selector: Name(selector ?? stored?.description.selector.text ?? facts?.selector ?? ""),
            modelLabel: modelLabel.map { Name($0) } ?? stored?.description.modelLabel
                ?? facts?.modelLabels.first.map { Name($0) } ?? Defaults.modelLabel,
            unit: unit, measure: measure, kind: kind ?? .histogram, labels: labels, classLabel: classLabel)
        return ResolvedSource(
            description: description, names: names, unitOrigin: origin, knownAs: facts,
            told: stored?.told ?? SourceTold(), isLabelOpen: modelLabel == nil && stored == nil,
            isKindOpen: kind == nil && measure != nil)
    }

    /// What was collected of it: under its own name, or under another one of the same metric, which then stays its identity.
    private func stored(in archive: Archive?) throws(ArchiveError) -> Source? {
        guard let archive else { return nil }
        for metric in [source.metric] + names.map({ Name($0) }) {
            guard let known = try archive.source(named: source.name, metric: metric), try archive.hasCollected(known)
            else { continue }
            return known
        }
        return nil
    }

    /// Whether the metric's numbers are times: what counts has no unit, nor have histograms of tokens.
    private func isOfTimes(_ kind: SourceKind?) -> Bool {
        guard kind != .counter else { return false }
        return measure.flatMap { Measure(rawValue: $0.text) }?.isLatency ?? true
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
