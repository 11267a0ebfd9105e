import Latency

/// The measures of servers that the table of known metrics has.
enum KnownPreset {
    /// In the order of the table.
    static let names = Preset.all.filter { !$0.measures.isEmpty }.map(\.name)

    /// nil for a server that is not known, or of which nothing can be collected.
    static func measures(of preset: String) -> [ConfiguredMeasure]? {
        guard let preset = Preset.named(preset), !preset.measures.isEmpty else { return nil }
        return preset.orderedMeasures.map { one in
            ConfiguredMeasure(
                measure: one.measure.rawValue, metric: Name(one.preferred.name), unit: one.preferred.unit,
                modelLabel: one.preferred.modelLabel, selector: one.preferred.selector,
                isHistogram: one.preferred.kind == .histogram, isOfPreset: true)
        }
    }
}
