import Latency

/// How PromQL writes a label name with other characters than letters, digits and underscores, such as OpenTelemetry's
/// `gen_ai.request.model`. Other names are written as they are.
package enum LabelSpelling: CaseIterable, Sendable {
    /// `"gen_ai.request.model"`: Prometheus since 3.0, and those who took over its parser.
    case quoted
    /// `gen_ai\.request\.model`: VictoriaMetrics.
    case escaped

    func spelled(_ name: Name) -> String {
        let label = name.text
        if MetricSelector.isLabelName(label) { return label }
        switch self {
        case .quoted: return PromQL.quoted(label)
        case .escaped: return Self.escaped(label)
        }
    }

    private static func escaped(_ label: String) -> String {
        var text = ""
        for (place, scalar) in label.unicodeScalars.enumerated() {
            let isPlain = MetricSelector.isLabelName(place == 0 ? String(scalar) : "_\(scalar)")
            text += isPlain ? "\(scalar)" : "\\\(scalar)"
        }
        return text
    }
}
