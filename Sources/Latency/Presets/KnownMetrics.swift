/// The metrics of the common model servers and gateways, as far as we know them.
///
/// A question about one name reads that name's lines alone: most commands ask for one, and a start must stay short.
package enum KnownMetrics {
    /// In the order of the table: servers of language models first, the commonest ahead.
    package static let all = rows.filter { $0.kind != .nothing }

    /// With those of servers that have no metrics.
    static let rows = lines.indices.compactMap { row(at: $0) }

    /// The lines of the table but the head, as bytes: most of them are never read.
    static let lines = PackageResources.metrics_tsv.split(separator: UInt8(ascii: "\n"))
        .filter { $0.first != UInt8(ascii: "#") }

    private static func row(at place: Int) -> KnownMetric? {
        KnownMetric(line: String(decoding: lines[place], as: UTF8.self), place: place)
    }

    /// What is known of a histogram of this name; nil where nothing is.
    package static func facts(of metric: String) -> MetricFacts? {
        MetricFacts(metrics(named: metric).filter { $0.kind == .histogram })
    }

    /// All rows of one name: of several servers, and of several measures of one, in the table's order.
    package static func metrics(named metric: String) -> [KnownMetric] {
        let start = Array("\(metric)\t".utf8)
        return lines.indices.filter { lines[$0].starts(with: start) }.compactMap { row(at: $0) }
    }

    /// The presets that have a metric of this name: with more than one the name alone tells no server.
    package static func presets(with metric: String) -> [String] {
        metrics(named: metric).map(\.preset).uniqued
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
