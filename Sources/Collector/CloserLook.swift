import Latency
import Prometheus

/// Looks at some models in one window replica by replica, scrape by scrape.
struct CloserLook {
    /// What one model did, or why it can't be told.
    typealias Finding = (model: String, result: Result<ModelWindow, CumulativeBuckets.Refusal>)

    /// So many models are asked for at once: 20 replicas of each, scraped every 15 s, send 8 MB.
    private static let modelsAtOnce = 20

    let client: PrometheusClient
    let queries: HistogramQueries
    let unit: LatencyUnit
    let processStarts: ProcessStarts

    /// Models without any sample in the window are left out.
    func findings(of models: Set<String>, in window: Window) throws(PrometheusError) -> [Finding] {
        var findings: [Finding] = []
        for some in models.sorted().chunked(Self.modelsAtOnce) { findings += try self.findings(of: some, in: window) }
        return findings
    }

    /// Asks for half as many at a time where the answer is too large: replicas may be many, or scraped every second.
    /// One model that is too large by itself is refused, and keeps no other from being collected.
    private func findings(of models: [String], in window: Window) throws(PrometheusError) -> [Finding] {
        let samples: ReplicaSamples
        do {
            samples = try self.samples(of: models, in: window)
        } catch {
            guard error.isTooLarge else { throw error }
            if models.count == 1 {
                return [(models[0], .failure(.init(reason: "has more samples than fit into one answer")))]
            }
            let half = models.count / 2
            return try findings(of: Array(models[..<half]), in: window)
                + findings(of: Array(models[half...]), in: window)
        }
        return Dictionary(grouping: samples.histories.keys, by: samples.model).compactMap { model, replicas in
            finding(of: model, replicas.compactMap { samples.histories[$0]?.increment(in: window) }, samples)
        }
    }

    /// Anchors are looked for an hour back, then a day, each time for the models that still need one.
    private func samples(of models: [String], in window: Window) throws(PrometheusError) -> ReplicaSamples {
        var samples = ReplicaSamples(
            try client.samples(queries.samples(of: models), at: window), processStarts: processStarts, window: window,
            label: queries.selector.modelLabel)
        for reach in [Reach.near, .far] {
            let unanchored = samples.unanchoredModels(in: window).sorted()
            guard !unanchored.isEmpty else { break }
            let anchors = queries.anchors(of: unanchored, reach: reach)
            samples.add(anchors: try client.evaluate(anchors, at: window...window))
            for (minute, models) in samples.missingNativeAnchors.sorted(by: { $0.key < $1.key }) {
                let query = queries.nativeAnchors(of: models.sorted(), age: window.end - minute * 60)
                samples.add(nativeAnchors: try client.samples(query, at: window), minute: minute)
            }
        }
        return samples
    }

    private func finding(
        of model: String, _ increments: [ReplicaHistory.Increment], _ samples: ReplicaSamples
    ) -> Finding? {
        guard !increments.isEmpty else { return nil }
        if let refusal = samples.refusals[model] { return (model, .failure(refusal)) }
        var histogram = Histogram()
        do throws(CumulativeBuckets.Refusal) {
            for part in increments.flatMap(\.parts) { histogram.merge(try part.histogram(unit)) }
        } catch { return (model, .failure(error)) }
        let quality = increments.map(\.quality).max() ?? .exact
        return (model, .success(ModelWindow(model: model, quality: quality, histogram: histogram)))
    }
}

extension Array {
    func chunked(_ size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
