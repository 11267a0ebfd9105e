import Archive
import Latency
import Prometheus

extension SourceDescription {
    /// Which series it is collected from.
    ///
    /// - Parameter metrics: other names of its metric, its own among them: of each replica the first counts that it has.
    ///   Empty for its own alone.
    package func metricSelector(_ metrics: [String] = []) -> MetricSelector {
        MetricSelector(
            (metrics.isEmpty ? [bareMetric.text] : metrics).map(names), selector: selector, modelLabel: modelLabel,
            labels: labels + [classLabel].compactMap(\.self))
    }

    /// What it measures, where it was said or the metric is known; nil for anything else.
    var knownMeasure: Measure? {
        if let measure { return Measure(rawValue: measure.text) }
        let known = Set(KnownMetrics.metrics(named: bareMetric.text).map(\.measure))
        return known.count == 1 ? known.first.flatMap(\.self) : nil
    }

    private func names(of metric: String) -> MetricNames {
        switch kind {
        case .histogram: .histogram(metric)
        case .counter: .counter(metric)
        case .mean:
            KnownMetrics.metrics(named: metric).compactMap(\.countMetric).first.map { .mean(sum: metric, count: $0) }
                ?? .summary(metric)
        }
    }

    /// The same with another label that names models, or of another kind.
    func with(modelLabel: Name? = nil, kind: SourceKind? = nil) -> SourceDescription {
        SourceDescription(
            name: name, metric: metric, url: url, selector: selector, modelLabel: modelLabel ?? self.modelLabel,
            unit: unit, measure: measure, kind: kind ?? self.kind, labels: labels, classLabel: classLabel)
    }
}
