import Collector
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
                identity: Name(identity), form: form(of: one), isOfPreset: true)
        }
    }

    /// Names of the preferred metric are those of the alternatives that differ in nothing else; others are spellings.
    private static func form(of measure: PresetMeasure) -> MeasureForm {
        let first = measure.preferred
        var rest = measure.metrics.filter { $0.kind == first.kind && $0.unit == first.unit }
        var groups: [[KnownMetric]] = []
        while let next = rest.first {
            let (same, others) = (rest.filter { $0.isSpelled(as: next) }, rest.filter { !$0.isSpelled(as: next) })
            groups.append(same)
            rest = others
        }
        var form = MeasureForm(of: first, names: groups.first?.map(\.name) ?? [])
        form.spellings = groups.dropFirst().map { group in
            MetricSpelling(
                metric: Name(group[0].name), modelLabel: group[0].modelLabel, selector: group[0].selector,
                classLabel: group[0].classLabel.map { Name($0) }, names: group.count > 1 ? group.map(\.name) : [])
        }
        return form
    }
}

extension KnownMetric {
    /// Whether only the name differs.
    fileprivate func isSpelled(as other: KnownMetric) -> Bool {
        (modelLabel, selector, classLabel) == (other.modelLabel, other.selector, other.classLabel)
    }
}
