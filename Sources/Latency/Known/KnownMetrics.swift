/// The metrics of the common model servers and gateways, as far as we know them.
package enum KnownMetrics {
    /// In the order of the table: servers of language models first, the commonest ahead.
    package static let all = lines.compactMap { KnownMetric(line: $0) }

    /// The lines of the table but the head.
    static let lines = String(decoding: PackageResources.metrics_tsv, as: UTF8.self)
        .split(separator: "\n").filter { !$0.hasPrefix("#") }

    private static let byName = Dictionary(grouping: all, by: \.name)

    /// What is known of a histogram of this name; nil where nothing is.
    package static func facts(of metric: String) -> MetricFacts? {
        byName[metric].flatMap { MetricFacts($0.filter { $0.kind == .histogram }) }
    }

    /// Those of some histograms that are latencies of known servers, the likeliest to be wanted first: whole requests
    /// before parts of them, language models before what may be anything. Each name once.
    package static func latencies(among histograms: [String]) -> [MetricFacts] {
        let known = Set(histograms).compactMap { facts(of: $0) }.filter { $0.unit != nil }
        return known.sorted { $0.rank < $1.rank }
    }

    /// Labels that name models, the likeliest first.
    package static let modelLabels = [
        "model_name", "model", "gen_ai_request_model", "gen_ai.request.model", "ai_model", "request_llm_model",
        "litellm_model_name", "served_model_name", "model_id", "exported_model", "deployment", "application",
        "service_name", "pipeline", "pool", "service", "route", "ingress", "job", "instance",
    ]
}
