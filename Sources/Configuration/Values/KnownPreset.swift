import Latency

/// The measures of servers that the table of known metrics has.
enum KnownPreset {
    /// In the order of the table.
    static let names = Preset.all.filter { !$0.measures.isEmpty }.map(\.name)

    /// nil for a server that is not known, or of which nothing can be collected.
    static func measures(of preset: String) -> [ConfiguredMeasure]? {
        guard let preset = Preset.named(preset), !preset.measures.isEmpty else { return nil }
        var seen: Set<String> = []
        return preset.orderedMeasures.map { one in
            let metric = one.preferred
            let isFirst = seen.insert(metric.name).inserted
            let identity = isFirst ? metric.name : ConfiguredMeasure.part(of: metric.name, metric.selector)
            return ConfiguredMeasure(
                measure: one.measure.rawValue, metric: Name(metric.name), unit: metric.unit,
                modelLabel: metric.modelLabel, selector: metric.selector,
                identity: Name(identity), form: MeasureForm(of: metric, names: names(of: one)), isOfPreset: true)
        }
    }

    /// The preferred metric's and those of the alternatives that differ in nothing but the name.
    private static func names(of measure: PresetMeasure) -> [String] {
        let first = measure.preferred
        let same = measure.metrics.filter {
            ($0.kind, $0.modelLabel, $0.selector, $0.classLabel, $0.unit) == (
                first.kind, first.modelLabel, first.selector, first.classLabel, first.unit
            )
        }
        return same.map(\.name)
    }
}
