import Latency
import Questions
import Support

/// Answers in Prometheus' text format, version 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format).
///
/// Units are the base units that its users expect: seconds, for latencies and for times since 1970.
package struct PrometheusText {
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    typealias Labels = [(name: String, value: String)]

    private var text = ""

    /// - Parameters:
    ///   - measures: what each source measures.
    ///   - objectives: nil where the configuration has none.
    package static func text(
        health: HealthAnswer, models: ModelsAnswer, measures: [(source: SourceID, measure: Name)] = [],
        objectives: SloAnswer? = nil
    ) -> String {
        var page = PrometheusText()
        page.health(health)
        page.models(models)
        page.measures(measures)
        if let objectives { page.objectives(objectives) }
        let warnings = health.damages.warnings + models.damages.warnings + (objectives?.damages.warnings ?? [])
        page.damages(Set(warnings).count)
        page.measured(models)
        return page.text
    }

    private mutating func health(_ health: HealthAnswer) {
        let sources = health.sources
        gauge(
            "metricsctl_health_status", "Whether collection goes on as it should: 1 for the status that it is in.",
            sources.flatMap { source in
                HealthStatus.allCases.map { status in
                    (labels(source) + [("status", status.rawValue)], source.finding.status == status ? 1 : 0)
                }
            })
        gauge(
            "metricsctl_last_success_timestamp_seconds", "When the last successful collection ended.",
            sources.map { (labels($0), $0.finding.lastCollection.map(Double.init)) })
        gauge(
            "metricsctl_last_run_success", "Whether the last collection succeeded.",
            sources.map { (labels($0), $0.finding.lastRun.map { $0.failure == nil ? 1 : 0 }) })
        gauge(
            "metricsctl_missing_windows", "Windows of the last 24 hours that were never collected.",
            sources.map { (labels($0), Double($0.finding.missingWindows)) })
        gauge(
            "metricsctl_active_models", "Models with traffic in the last 24 hours.",
            sources.map { (labels($0), Double($0.finding.modelCount)) })
    }

    /// By itself, as `build_info` is, so that no series that was there before has another label.
    private mutating func measures(_ measures: [(source: SourceID, measure: Name)]) {
        gauge(
            "metricsctl_measure_info", "What a source's metric measures.",
            measures.map { (labels($0.source) + [("measure", $0.measure.text)], 1) })
    }

    /// The same percentiles as those of metrics, by what is measured, so that one query is about all servers that measure it,
    /// whatever their metrics are called.
    private mutating func measured(_ answer: ModelsAnswer) {
        let active = answer.models.compactMap { model -> (labels: Labels, percentiles: Percentiles)? in
            guard model.state == .traffic, let entry = model.newest,
                Measure(rawValue: model.measure.text)?.isLatency == true
            else { return nil }
            let source = model.source.map { [("source", $0.name.text)] } ?? []
            return (source + [("measure", model.measure.text), ("model", model.model.text)], entry.percentiles)
        }
        for (name, path) in [("p50", \Percentiles.p50), ("p95", \.p95), ("p99", \.p99)] {
            let about = "the \(name) of a measure in a model's newest window with traffic"
            gauge(
                "metricsctl_measure_\(name)_seconds", "An estimate of \(about).",
                active.map { ($0.labels, $0.percentiles[keyPath: path].map { $0.milliseconds / 1e3 }) })
            gauge(
                "metricsctl_measure_\(name)_lower_seconds", "The bound that is surely below \(about).",
                active.map { ($0.labels, $0.percentiles[keyPath: path].map { $0.lower / 1e3 }) })
            gauge(
                "metricsctl_measure_\(name)_upper_seconds", "The bound that is surely above \(about).",
                active.map { ($0.labels, $0.percentiles[keyPath: path].map { $0.upper.map { $0 / 1e3 } ?? .infinity }) }
            )
        }
    }

    private mutating func damages(_ count: Int) {
        gauge(
            "metricsctl_archive_damages", "What these numbers lack because it is damaged in the archive, as a count.",
            [([], Double(count))])
    }

    /// Percentiles are there for models that have traffic now: a gauge that goes on showing what was hours ago would be
    /// taken for what is.
    private mutating func models(_ answer: ModelsAnswer) {
        gauge(
            "metricsctl_model_state", "What the newest windows say of a model: 1 for the state that it is in.",
            answer.models.flatMap { model in
                TrafficState.allCases.map { state in
                    (labels(model) + [("state", state.rawValue)], model.state == state ? 1 : 0)
                }
            })
        let active = answer.models.compactMap { model in
            model.state == .traffic ? model.newest.map { (labels: labels(model), entry: $0) } : nil
        }
        for (name, path) in [("p50", \Percentiles.p50), ("p95", \.p95), ("p99", \.p99)] {
            let about = "the \(name) latency in a model's newest window with traffic"
            let values = active.map { (labels: $0.labels, percentile: $0.entry.percentiles[keyPath: path]) }
            gauge(
                "metricsctl_latency_\(name)_seconds", "An estimate of \(about).",
                values.map { ($0.labels, $0.percentile.map { $0.milliseconds / 1e3 }) })
            gauge(
                "metricsctl_latency_\(name)_lower_seconds", "The bound that is surely below \(about).",
                values.map { ($0.labels, $0.percentile.map { $0.lower / 1e3 }) })
            gauge(
                "metricsctl_latency_\(name)_upper_seconds", "The bound that is surely above \(about).",
                values.map { ($0.labels, $0.percentile.map { $0.upper.map { $0 / 1e3 } ?? .infinity }) })
        }
        gauge(
            "metricsctl_latency_mean_seconds", "The mean latency in a model's newest window with traffic.",
            active.map { ($0.labels, $0.entry.percentiles.mean.map { $0 / 1e3 }) })
        gauge(
            "metricsctl_window_requests", "Requests in a model's newest window with traffic.",
            active.map { ($0.labels, Double($0.entry.requests)) })
        gauge(
            "metricsctl_window_end_timestamp_seconds", "The end of a model's newest window with traffic.",
            active.map { ($0.labels, Double($0.entry.collectedAt)) })
    }

    /// Samples without a value are left out: unknown is no number.
    mutating func gauge(_ name: String, _ help: String, _ samples: [(labels: Labels, value: Double?)]) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) gauge\n"
        for case (let labels, let value?) in samples {
            let pairs = labels.map { "\($0.name)=\"\(LabelValue.escaped($0.value))\"" }
            let set = pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}"
            text += "\(name)\(set) \(PrometheusText.number(value))\n"
        }
    }

    private func labels(_ found: HealthAnswer.SourceFinding) -> Labels { labels(found.source) }

    private func labels(_ model: ModelsAnswer.Model) -> Labels {
        (model.source.map(labels) ?? [("metric_name", model.metric.text)]) + [("model", model.model.text)]
    }

    private func labels(_ source: SourceID) -> Labels {
        [("source", source.name.text), ("metric_name", source.metric.text)]
    }

    /// As Go reads it.
    private static func number(_ value: Double) -> String {
        value == .infinity ? "+Inf" : DecimalText.shortest(value)
    }
}
