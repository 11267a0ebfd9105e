import Latency

/// `metricsctl presets` in each format.
struct PresetRendering {
    let terminal: Terminal

    func json(_ presets: [Preset]) -> String {
        var json = JSONWriter(indented: terminal.isTerminal)
        json.object { json in
            json.member("status", "success")
            json.member("data", arrayOf: presets) { json, preset in
                json.member("preset", preset.name)
                json.member("server", preset.server)
                json.member("measures", arrayOf: preset.orderedMeasures, measure)
            }
            json.member("count", presets.count)
        }
        return json.text + "\n"
    }

    private func measure(_ json: inout JSONWriter, _ measure: PresetMeasure) {
        let metric = measure.preferred
        json.member("measure", measure.measure.rawValue)
        json.member("kind", metric.kindName)
        json.member("unit", metric.unitName)
        json.member("metric", metric.name)
        json.member("count_metric", metric.countMetric)
        json.member("model_label", metric.modelLabel)
        json.member("selector", metric.selector)
        json.member("class_label", metric.classLabel)
        json.member("client_classes", metric.clientClasses)
        json.member("errors_in_latency", metric.errorsInLatency?.rawValue)
        json.member("alternatives", strings: measure.alternatives.map(\.name))
        json.member("further", strings: measure.further.map(\.name))
        json.member("traps", strings: metric.traps.map(\.rawValue))
    }

    /// One row per measure.
    func csv(_ presets: [Preset]) -> String {
        CSVRendering.document(
            header: [
                "preset", "server", "measure", "kind", "unit", "metric", "count_metric", "model_label", "selector",
                "class_label", "client_classes", "errors_in_latency", "alternatives", "further", "traps",
            ],
            rows: presets.flatMap { preset in preset.orderedMeasures.map { [preset.name, preset.server] + fields($0) } }
        )
    }

    private func fields(_ measure: PresetMeasure) -> [String] {
        let metric = measure.preferred
        let texts: [String?] = [
            measure.measure.rawValue, metric.kindName, metric.unitName, metric.name, metric.countMetric,
            metric.modelLabel, metric.selector, metric.classLabel, metric.clientClasses,
            metric.errorsInLatency?.rawValue,
        ]
        let lists = [measure.alternatives.map(\.name), measure.further.map(\.name), metric.traps.map(\.rawValue)]
        return texts.map { $0 ?? "" } + lists.map { $0.joined(separator: " ") }
    }
}

extension KnownMetric {
    /// What answers can be had of it: `mean` of sums with counts, and of summaries.
    var kindName: String {
        switch kind {
        case .histogram, .counter, .gauge, .ranges: kind.rawValue
        case .sum, .summary: "mean"
        case .nothing: "none"
        }
    }

    var unitName: String? {
        switch quantity {
        case .time(let unit): unit.rawValue
        case .tokens: "tokens"
        case .requests: "requests"
        case .other, .unclear: nil
        }
    }
}
