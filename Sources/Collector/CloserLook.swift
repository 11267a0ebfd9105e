import Latency
import Prometheus

/// Looks at some models in one window replica by replica, scrape by scrape.
struct CloserLook {
    /// What one model did, or why it can't be told.
    struct Finding {
        let model: String
        let result: Result<ModelWindow, CumulativeBuckets.Refusal>
        /// Targets behind which several processes answer, by their `instance`.
        var sharedTargets: Set<String> = []
        /// How many replicas were looked at.
        var replicas = 0
    }

    /// So many models are asked for at once at first: 20 replicas of each, scraped every 15 s, send 8 MB. More where they
    /// have few.
    private static let modelsAtOnce = 20
    private static let mostModelsAtOnce = 320
    /// So many replicas are looked for in the past at once.
    private static let replicasAtOnce = 100

    let client: PrometheusClient
    let queries: HistogramQueries
    let unit: LatencyUnit

    /// Models without any sample in the window are left out.
    func findings(of models: Set<String>, in window: Window) throws(PrometheusError) -> [Finding] {
        var findings: [Finding] = []
        var rest = models.sorted()[...]
        var count = Self.modelsAtOnce
        while !rest.isEmpty {
            let found = try self.findings(of: Array(rest.prefix(count)), in: window)
            rest = rest.dropFirst(count)
            // Names that clients make up come by thousands, each of one replica.
            if found.reduce(0, { $0 + $1.replicas }) <= 2 * count { count = min(2 * count, Self.mostModelsAtOnce) }
            findings += found
        }
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
                let refusal = CumulativeBuckets.Refusal(reason: "has more samples than fit into one answer")
                return [Finding(model: models[0], result: .failure(refusal))]
            }
            let half = models.count / 2
            return try findings(of: Array(models[..<half]), in: window)
                + findings(of: Array(models[half...]), in: window)
        }
        return Dictionary(grouping: samples.histories.keys, by: samples.model).compactMap { model, replicas in
            finding(of: model, replicas, samples, in: window)
        }
    }

    private func samples(of models: [String], in window: Window) throws(PrometheusError) -> ReplicaSamples {
        var samples = ReplicaSamples(
            try client.samples(queries.samples(of: models), at: window), label: queries.selector.modelLabel)
        if !samples.targets.isEmpty {
            let evidence = try client.samples(queries.evidence(of: samples.targets), at: window)
            samples.add(TargetEvidence(evidence), in: window)
        }
        // Mostly it is a short gap; a month is asked for only where that explains nothing.
        for reach in Reach.allCases {
            for some in samples.unanchored(in: window).chunked(Self.replicasAtOnce) {
                try addAnchors(of: some, within: reach, in: window, to: &samples)
            }
        }
        return samples
    }

    /// Asks when replicas were last seen, and then for their samples of that time.
    private func addAnchors(
        of replicas: [ReplicaSamples.Replica], within reach: Reach, in window: Window, to samples: inout ReplicaSamples
    ) throws(PrometheusError) {
        var seen: [Window: [ReplicaSamples.Replica]] = [:]
        for one in try client.evaluate(queries.lastSeen(replicas, within: reach), at: window...window) {
            let replica = ReplicaSamples.replica(of: one)
            guard let time = one.samples.last?.value, replicas.contains(replica) else { continue }
            seen[Window(endedAt: Int(time)), default: []].append(replica)
        }
        for (time, replicas) in seen {
            samples.add(anchors: try client.samples(queries.samples(ofReplicas: replicas), at: time))
        }
    }

    private func finding(
        of model: String, _ replicas: [ReplicaSamples.Replica], _ samples: ReplicaSamples, in window: Window
    ) -> Finding? {
        var histogram = Histogram()
        var (quality, sharedTargets) = (Quality.exact, Set<String>())
        var isPresent = false
        for replica in replicas {
            guard let increment = samples.histories[replica]?.increment(in: window) else { continue }
            isPresent = true
            do throws(CumulativeBuckets.Refusal) {
                for part in increment.parts { histogram.merge(try part.histogram(unit)) }
            } catch { return Finding(model: model, result: .failure(error)) }
            quality = max(quality, increment.quality)
            if increment.isShared { sharedTargets.insert(replica["instance"] ?? "") }
        }
        guard isPresent else { return nil }
        if let refusal = samples.refusals[model] { return Finding(model: model, result: .failure(refusal)) }
        let value = ModelWindow(model: model, quality: quality, histogram: histogram)
        return Finding(model: model, result: .success(value), sharedTargets: sharedTargets, replicas: replicas.count)
    }
}

extension Array {
    func chunked(_ size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
