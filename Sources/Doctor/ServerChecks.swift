import Archive
import Collector
import Latency
import Prometheus
import Questions
import Support

/// Whether a server has what a collection needs. Every check is made even where others fail, unless it can't be.
struct ServerChecks {
    let source: ExaminedSource
    /// What the archive knows of it; nil where it does not.
    let history: SourceHistory?
    /// This machine's, in seconds since 1970 UTC with their fraction.
    let clock: () -> Double

    private var description: SourceDescription { source.description }
    private var queries: HistogramQueries { HistogramQueries(description.metricSelector()) }

    func findings() -> [Finding] {
        let client: PrometheusClient
        let skew: Double?
        do throws(PrometheusError) {
            client = try source.connect()
            let before = clock()
            let server = try client.clock()
            // The server looked at its clock somewhere between.
            skew = server.map { $0 - (before + clock()) / 2 }
        } catch {
            let rest = ["clock", "metric", "model label", "scrape interval", "retention"]
            return [Finding("server", .problem, error.message, advice: error.hint)]
                + rest.map { Finding($0, .skipped, "the server can't be asked") }
        }
        return [server(client), agreement(skew)] + metric(client) + [retention(client)]
    }

    // MARK: The server itself

    private func server(_ client: PrometheusClient) -> Finding {
        guard let product = client.product() else {
            return Finding("server", .ok, "\(description.url) answers; it does not say what it is")
        }
        let numbers = product.split(separator: " ").last?.split(separator: ".").prefix(2).compactMap { Int($0) } ?? []
        // `last_over_time` came with 2.26.
        if product.hasPrefix("Prometheus "), numbers.count == 2, (numbers[0], numbers[1]) < (2, 26) {
            return Finding(
                "server", .problem, "\(description.url) is \(product), which lacks functions that are asked for",
                advice: "upgrade it to 2.26 or newer")
        }
        return Finding("server", .ok, "\(description.url) answers: \(product)")
    }

    private func agreement(_ skew: Double?) -> Finding {
        guard let skew else { return Finding("clock", .skipped, "the server does not tell") }
        let seconds = Int(abs(skew).rounded())
        if seconds <= 2 { return Finding("clock", .ok, "the server's agrees with this machine's") }
        let side = skew > 0 ? "ahead of" : "behind"
        return Finding(
            "clock", seconds > 30 ? .problem : .warning,
            "the server's is \(seconds) s \(side) this machine's, so that windows end too early or too late",
            advice: "have both set by NTP: timedatectl set-ntp true")
    }

    // MARK: The metric

    private func metric(_ client: PrometheusClient) -> [Finding] {
        let others = ["model label", "scrape interval"]
        let models: [Series]
        let queries: HistogramQueries
        do throws(PrometheusError) {
            try client.requireMetric(description.metricSelector(), at: Window(endedAt: Int(clock())))
            (models, queries) = try client.seriesByModel(self.queries)
        } catch {
            return [Finding("metric", .problem, error.message, advice: advice(client, error))]
                + others.map { Finding($0, .skipped, "the metric is not there") }
        }
        let series = models.reduce(0) { $0 + Int($1.samples.first?.value ?? 0) }
        guard series > 0 else {
            let which = description.selector.isEmpty ? "" : " that matches \(description.selector)"
            return [
                Finding(
                    "metric", .problem,
                    "the server knows \(description.metric), but had no sample\(which) in the last 15 minutes",
                    advice:
                        "look at the server's page /targets: are the model servers scraped? Does \(.selector) match them?"
                )
            ] + others.map { Finding($0, .skipped, "there are no samples") }
        }
        return [metric(client, queries, series), label(client, models), interval(client)]
    }

    /// Where the server lacks the metric alone, the servers that it has are told as well.
    private func advice(_ client: PrometheusClient, _ error: PrometheusError) -> Hint? {
        switch error {
        case .unknownMetric, .noHistogram, .noRecentMetric: break
        default: return error.hint
        }
        let found = (try? ServerDiscovery(client: client).discover())?.servers.map(\.preset.name) ?? []
        guard !found.isEmpty else { return error.hint }
        let told: Hint = "metricsctl discover proposes sources for \(found.joined(separator: ", "))"
        return error.hint.map { "\($0); \(told)" } ?? told
    }

    private func metric(_ client: PrometheusClient, _ queries: HistogramQueries, _ series: Int) -> Finding {
        if let twice = client.twiceStored(queries, at: Window(endedAt: Int(clock()))) {
            return Finding(
                "metric", .warning, twice.text, advice: "collect one of them: \(.selector, "'\(twice.selector)'")")
        }
        let kind =
            switch description.kind {
            case .histogram: "a histogram"
            case .counter: "a counter"
            case .mean: "a sum with a count"
            }
        return Finding("metric", .ok, "\(description.metric) is \(kind) with \(series) series")
    }

    private func label(_ client: PrometheusClient, _ models: [Series]) -> Finding {
        let label = description.modelLabel
        let without = models.filter { ($0.labels[label] ?? "").isEmpty }.count
        if without == 0 {
            // Further labels divide them.
            let count = Set(models.map { $0.labels[label] }).count
            let text = count == 1 ? "1 model" : "\(count) models"
            guard count > 1000 else { return Finding("model label", .ok, "\(label) names \(text)") }
            return Finding(
                "model label", .warning, "\(label) names \(text): clients may choose these names",
                advice: "take a label that the servers choose, or narrow the series down with \(.selector)")
        }
        if models.count > without {
            return Finding(
                "model label", .warning, "some series have no label \(label): their model is (none)",
                advice: "leave them out: \(.selector, "'\(label)!=\"\"'")")
        }
        return Finding(
            "model label", .problem, "\(description.metric) has no label \(label): all models would be one",
            advice: labelAdvice(client.usefulLabels(of: queries)))
    }

    private func labelAdvice(_ labels: [String]) -> Hint {
        guard let best = labels.first else { return "it has none that could name models" }
        let others = labels.dropFirst().prefix(11).joined(separator: ", ")
        return "\(.modelLabel, best)" + (others.isEmpty ? "" : "; others are \(others)")
    }

    private func interval(_ client: PrometheusClient) -> Finding {
        guard let samples = try? client.evaluateNow(queries.maximumSamples).first?.samples.first?.value, samples >= 1
        else {
            return Finding("scrape interval", .skipped, "the server does not tell")
        }
        let seconds = Int((900 / samples).rounded())
        if seconds <= 150 { return Finding("scrape interval", .ok, "about \(seconds) s, within windows of 300 s") }
        return Finding(
            "scrape interval", seconds >= 300 ? .problem : .warning,
            "about \(seconds) s: windows of 300 s get too few scrapes, and requests land in later ones",
            advice: "set scrape_interval to 60s or less for this job in prometheus.yml")
    }

    // MARK: What it remembers

    private func retention(_ client: PrometheusClient) -> Finding {
        let told = client.retention()
        let kept = told.flatMap(Retention.seconds)
        let keeps = told.map { "the server keeps \($0)" } ?? "the server does not say how long it keeps samples"
        guard let history, let missing = history.firstMissing else {
            if let kept, kept < 86_400 {
                return Finding(
                    "retention", .warning, "\(keeps): what a longer outage of this machine misses is lost",
                    advice: "raise --storage.tsdb.retention.time to some days")
            }
            return Finding(
                "retention", told == nil ? .skipped : .ok, history == nil ? keeps : "\(keeps), and no window is missing"
            )
        }
        let text = history.missing == 1 ? "1 window is missing here" : "\(history.missing) windows are missing here"
        if let kept, missing.end < history.now - kept {
            return Finding(
                "retention", .warning, "\(text), and \(keeps): the oldest can't be had any more",
                advice: "raise --storage.tsdb.retention.time, and let a monitoring system run metricsctl check")
        }
        return Finding("retention", .warning, "\(text); \(keeps)", advice: "the next metricsctl collect asks for them")
    }
}
