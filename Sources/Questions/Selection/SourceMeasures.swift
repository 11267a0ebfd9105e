import Archive
import Latency

/// What each stored source measures: what was said of it, else what the table of known metrics has of its metric, else the
/// metric's own name. Where two metrics of one source come to the same measure, that which was seen later is called by its
/// own name.
package struct SourceMeasures: Sendable {
    private var measures: [SourceID: Name] = [:]

    /// - Parameter sources: all that an archive has, in the order in which they were first seen.
    package init(_ sources: [Source]) {
        var taken: [Name: Set<Name>] = [:]
        for source in sources.map(\.description) {
            let named = source.measure ?? Self.known(source).map { Name($0.rawValue) } ?? source.metric
            let isFree = taken[source.name, default: []].insert(named).inserted
            measures[source.id] = isFree ? named : source.metric
            taken[source.name, default: []].insert(source.metric)
        }
    }

    package func measure(of source: Source) -> Name {
        measures[source.description.id] ?? source.description.measure ?? source.description.metric
    }

    /// What is meant of some sources where nobody says a measure: whole requests where they are measured, else what was collected
    /// first. nil without sources.
    func usual(of sources: [Source]) -> Name? {
        let there = sources.map(measure)
        let e2e = Name(Measure.e2e.rawValue)
        return there.contains(e2e) ? e2e : there.first
    }

    /// What all rows of the table agree on that could be it; nil where they differ, or there is none.
    private static func known(_ source: SourceDescription) -> Measure? {
        let name = source.bareMetric.text
        if source.kind == .histogram { return KnownMetrics.facts(of: name)?.measure }
        let rows = KnownMetrics.metrics(named: name)
        let measures = Set(rows.filter { $0.kind != .histogram }.map(\.measure))
        return measures.count == 1 ? measures.first ?? nil : nil
    }
}
