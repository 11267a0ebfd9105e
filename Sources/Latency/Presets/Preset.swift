/// A server or gateway whose metrics are known: what it measures, and by which metrics.
package struct Preset: Sendable {
    /// As files name it: `vllm`.
    package let name: String
    /// As people do: `vLLM`.
    package let server: String
    /// All that is known of it, in the table's order; empty for a server that has no metrics.
    package let metrics: [KnownMetric]
    /// What it measures; none where it has nothing that could be collected.
    package let measures: [Measure: PresetMeasure]

    /// In the order of the table.
    package static let all: [Preset] = {
        var order: [String] = []
        var rows: [String: [KnownMetric]] = [:]
        for row in KnownMetrics.rows {
            if rows[row.preset] == nil { order.append(row.preset) }
            rows[row.preset, default: []].append(row)
        }
        return order.compactMap { rows[$0].flatMap { Preset(rows: $0) } }
    }()

    /// nil where none has this name; names are case-sensitive, as everywhere in files.
    package static func named(_ name: String) -> Preset? {
        Preset(rows: KnownMetrics.rows.filter { $0.preset == name })
    }

    private init?(rows: [KnownMetric]) {
        guard let first = rows.first else { return nil }
        (name, server) = (first.preset, first.server)
        metrics = rows.filter { $0.kind != .nothing }
        let found = Dictionary(grouping: metrics.filter { $0.measure != nil }) { $0.measure ?? .e2e }
        measures = found.reduce(into: [:]) { $0[$1.key] = PresetMeasure($1.key, of: $1.value) }
    }

    /// In the order in which they are told.
    package var orderedMeasures: [PresetMeasure] { Measure.allCases.compactMap { measures[$0] } }
}
