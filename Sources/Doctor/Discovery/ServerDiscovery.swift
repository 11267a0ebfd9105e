import Latency
import Prometheus

/// Finds out which known model servers a Prometheus has: by at most four questions, and two for each server found.
package struct ServerDiscovery {
    private let client: PrometheusClient

    /// - Parameter client: its limits hold for every answer.
    package init(client: PrometheusClient) { self.client = client }

    /// Throws where the server does not even tell which series it has.
    package func discover() throws(PrometheusError) -> Discovery {
        var remarks: [String] = []
        let found = try presentMetrics(&remarks)
        let product = client.product()
        if product == nil { remarks.append("the server does not say what it is") }
        let types = client.metricTypes()
        if types == nil {
            remarks.append("the server does not list the types of its metrics: they are as the table has them")
        }
        let servers = PresetMatching.matches(of: Set(found.keys)).map { server($0, found, types ?? [:]) }
        return Discovery(
            servers: servers, unknownHistograms: unknownHistograms(types ?? [:]), product: product, remarks: remarks,
            requests: client.traffic.requests)
    }

    // MARK: Which metrics are there

    /// The known metrics that have series, and the jobs that have them. An empty job is none, or one that is not told.
    private func presentMetrics(_ remarks: inout [String]) throws(PrometheusError) -> [String: Set<String>] {
        let probes = Self.probes
        let names = probes.keys.sorted()
        var found: [String: Set<String>]
        do throws(PrometheusError) {
            found = try client.jobs(ofSeries: names)
            if found.isEmpty {
                found = try client.jobs(ofSeries: names, inLastHour: true)
                if !found.isEmpty { remarks.append("there are no samples at present; these are of the last hour") }
            }
        } catch {
            guard error.isRefusal else { throw error }
            // Google's managed Prometheus takes no pattern, and a proxy that only reads may take no query that long.
            found = Dictionary(uniqueKeysWithValues: Set(try client.metricNames()).map { ($0, []) })
            remarks.append("the server takes no question about many names: what it lists may be of long ago")
        }
        return found.reduce(into: [:]) { metrics, one in
            for metric in probes[one.key] ?? [] { metrics[metric, default: []].formUnion(one.value) }
        }
    }

    /// The names of series that tell of known metrics, one for each where one is enough, and of which they tell.
    private static let probes: [String: Set<String>] = KnownMetrics.all.filter { $0.measure != nil }
        .reduce(into: [:]) { probes, metric in
            switch metric.kind {
            // Of a native one there is the bare name alone.
            case .histogram:
                for name in [metric.name + "_count", metric.name] { probes[name, default: []].insert(metric.name) }
            case .summary: probes[metric.name + "_count", default: []].insert(metric.name)
            case .counter, .sum, .ranges, .gauge: probes[metric.name, default: []].insert(metric.name)
            case .nothing: break
            }
        }

    /// Those that could be latencies: nothing but their type and their name tells.
    private func unknownHistograms(_ types: [String: String]) -> [String] {
        let histograms = types.filter { $0.value == "histogram" || $0.value == "gaugehistogram" }.keys
        return histograms.filter { KnownMetrics.metrics(named: $0).isEmpty && LatencyUnit(ofName: $0) != nil }.sorted()
    }

    // MARK: One server

    private func server(
        _ match: PresetMatching.Match, _ found: [String: Set<String>], _ types: [String: String]
    ) -> Discovery.Server {
        var server = Discovery.Server(preset: match.preset)
        (server.others, server.isGeneric) = (match.others, match.isGeneric)
        server.measures = Measure.allCases.compactMap { measure(match.preset, $0, Set(found.keys)) }
        let own = match.preset.metrics.filter { found[$0.name] != nil && !$0.traps.contains(.genericName) }
        let evidence = own.isEmpty ? match.preset.metrics.filter { found[$0.name] != nil } : own
        server.jobs = Set(evidence.flatMap { found[$0.name] ?? [] }).filter { !$0.isEmpty }.sorted()
        let sharesNames = match.preset.metrics.contains { $0.traps.contains(.genericName) && found[$0.name] != nil }
        if sharesNames { select(&server) }
        askLabels(&server, types)
        server.remarks += Self.remarks(on: server, types)
        return server
    }

    /// More jobs than that are no list that anybody reads, and a query with all of them may be too long.
    private static let mostJobs = 100

    private func select(_ server: inout Discovery.Server) {
        guard !server.jobs.isEmpty else { return }
        guard server.jobs.count <= Self.mostJobs else {
            server.remarks.append("\(server.jobs.count) jobs have it: give a selector that picks those that are meant")
            return
        }
        server.selector = PrometheusClient.selector(ofJobs: server.jobs)
    }

    /// A measure that the preset knows; nil where the server has none of its metrics and never will.
    private func measure(_ preset: Preset, _ measure: Measure, _ present: Set<String>) -> Discovery.FoundMeasure? {
        let known = preset.measures[measure]
        let counting = known?.metrics.filter { present.contains($0.name) } ?? []
        if let first = counting.first {
            let twins = counting.dropFirst().map(\.name).filter { $0 != first.name }
            return Discovery.FoundMeasure(measure: measure, metric: first, twins: twins)
        }
        guard let known else { return nil }
        return Discovery.FoundMeasure(measure: measure, metric: known.further.first { present.contains($0.name) })
    }

    /// Which label names its models, how many there are, and by what else its counts may be kept.
    private func askLabels(_ server: inout Discovery.Server, _ types: [String: String]) {
        guard let main = server.measures.compactMap(\.metric).first(where: { $0.modelLabel != nil }) else { return }
        let name = Self.countSeries(of: main, types)
        let usual = KnownMetrics.metrics(named: main.name).compactMap(\.modelLabel)
        let candidates = ([main.modelLabel].compactMap(\.self) + usual).reduce(into: [String]()) {
            if !$0.contains($1) { $0.append($1) }
        }
        if let series = try? client.countSeries(named: name, by: candidates) {
            server.modelLabel = candidates.first { label in
                series.contains { !($0.labels[Name(label)] ?? "").isEmpty }
            }
            if let label = server.modelLabel { server.models = Set(series.compactMap { $0.labels[Name(label)] }).count }
            // The same names on a server within another, which has another label for the model.
            let others = candidates.dropFirst().filter { other in
                series.contains {
                    !($0.labels[Name(other)] ?? "").isEmpty && ($0.labels[Name(candidates[0])] ?? "").isEmpty
                }
            }
            if server.modelLabel == candidates.first, let other = others.first {
                server.remarks.append("some series name their model by \(other) instead: they are another source")
            }
        } else {
            server.remarks.append("the server does not tell which models it has")
        }
        let labels = client.labelNames(ofSeries: name)
        if labels == nil {
            server.remarks.append("the server does not list labels: which counts may be kept by is unknown")
        }
        server.byLabels = Self.usualLabels.filter { labels?.contains($0) == true }
        guard server.otherModelLabel == nil else { return }
        let counted = server.measures.filter { [.requests, .errors].contains($0.measure) }.compactMap(
            \.metric?.modelLabel)
        server.sharedModelLabel = counted.first { $0 != server.modelLabel && labels?.contains($0) == true }
    }

    /// What people keep counts by. Of the server's own labels these alone are proposed: any other may have a value for
    /// each request.
    private static let usualLabels = [
        "cluster", "region", "zone", "environment", "namespace", "team", "team_alias", "tenant", "fairness_id",
        "gen_ai_provider_name", "provider", "api_provider", "priority",
    ]

    private static func countSeries(of metric: KnownMetric, _ types: [String: String]) -> String {
        switch metric.kind {
        case .histogram, .summary: metric.name + "_count"
        case .counter, .sum, .ranges, .gauge, .nothing: metric.name
        }
    }

    /// The measures whose models another label names than those of the others, and may name otherwise.
    private static func otherLabels(_ server: Discovery.Server) -> [String: [String]] {
        server.measures.reduce(into: [:]) { labels, found in
            guard let label = found.metric?.modelLabel, let usual = server.modelLabel, label != usual,
                server.otherModelLabel == nil
            else { return }
            labels[label, default: []].append(found.measure.rawValue)
        }
    }

    private static func remarks(on server: Discovery.Server, _ types: [String: String]) -> [String] {
        var remarks: [String] = []
        if !server.others.isEmpty {
            remarks.append("the same metrics are those of \(server.others.joined(separator: ", "))")
        }
        if server.isGeneric {
            remarks.append("other programs have metrics of these names, too: look whose they are")
        }
        for found in server.measures {
            let measure = found.measure.rawValue
            guard let metric = found.metric else {
                remarks.append("\(measure) has no series at present")
                continue
            }
            if !found.twins.isEmpty {
                remarks.append(
                    "\(measure) is there under deprecated names as well, which are left out: \(found.twins.joined(separator: ", "))"
                )
            } else if metric.use == .older {
                remarks.append(
                    "\(measure) has the name of an older version, \(metric.name): leave it out after an upgrade")
            }
            switch metric.kind {
            case .sum, .summary:
                remarks.append("\(measure) is a sum and a count: a mean can be had, and no percentiles")
            case .ranges: remarks.append("\(measure) is a histogram of its own kind, which can't be read yet")
            case .histogram, .counter, .gauge, .nothing: break
            }
            let said = types[metric.name] ?? types[metric.name.droppingTotal]
            if metric.kind == .histogram, let said, said != "histogram", said != "unknown" {
                remarks.append("\(metric.name) is a \(said) here, and not a histogram")
            }
        }
        for (label, measures) in otherLabels(server).sorted(by: { $0.key < $1.key }) {
            let isShared = label == server.sharedModelLabel
            let what = "\(measures.joined(separator: ", ")): models are named by \(label)"
            remarks.append(isShared ? "\(what), which the others have, too: all can go by it" : what)
        }
        if server.modelLabel == nil, server.models == nil {
            remarks.append("its series have no label for the model: they are one model, unless the scrape adds one")
        }
        return remarks
    }
}

extension String {
    /// As OpenMetrics names a counter's family.
    fileprivate var droppingTotal: String { hasSuffix("_total") ? String(dropLast("_total".count)) : self }
}
