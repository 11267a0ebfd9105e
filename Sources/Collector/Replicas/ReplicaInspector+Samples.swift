import Latency
import Prometheus
import Support

extension ReplicaInspector {
    /// - Parameters:
    ///   - query: for the samples of the window and the one before it.
    ///   - keys: what is wanted of what the answer has; nil for all.
    ///   - replicas: those that are wanted; nil for all.
    func samples(
        _ query: SampleQuery, of keys: Set<SeriesKey>? = nil, ofReplicas replicas: Set<ReplicaSamples.Replica>? = nil,
        in window: Window
    ) throws(PrometheusError) -> ReplicaSamples {
        var samples = ReplicaSamples(try client.samples(query, at: window), of: queries, burst: burst)
        if let keys { samples.keep(keys) }
        if let replicas { samples.keep(replicas) }
        if !samples.targets.isEmpty {
            let known = try evidence.metadata(of: samples.targets, in: window, queries, asking: client)
            samples.add(known, in: window)
        }
        // Mostly it is a short gap; a month is asked for only where that explains nothing.
        for reach in Reach.allCases {
            for some in samples.unanchored(in: window).chunked(Self.replicasAtOnce) {
                try addAnchors(of: some, within: reach, in: window, to: &samples)
            }
        }
        return samples
    }

    /// Asks when replicas were last seen, and then for their samples of that time. A replica of which that is refused
    /// has no anchor: what it did since is not counted, which is better than to count what it ever did.
    private func addAnchors(
        of replicas: [ReplicaSamples.Replica], within reach: Reach, in window: Window, to samples: inout ReplicaSamples
    ) throws(PrometheusError) {
        do {
            var seen: [ReplicaSamples.Replica: Window] = [:]
            let query = queries.lastSeen(replicas, within: reach, hasRanges: samples.hasRanges)
            for one in try client.evaluate(query, at: window...window) {
                let replica = ReplicaSamples.replica(of: one)
                guard let time = one.samples.last?.value, Sample.times.contains(time), replicas.contains(replica)
                else { continue }
                seen[replica] = max(seen[replica] ?? Window(endedAt: 0), Window(endedAt: Int(time)))
            }
            for (time, replicas) in Dictionary(grouping: seen.keys, by: { seen[$0] ?? window }) {
                samples.add(anchors: try client.samples(queries.samples(ofReplicas: replicas), at: time))
            }
        } catch {
            guard error.isRefusal else { throw error }
            guard error.isTooMuch, replicas.count > 1 else { return samples.discard(replicas) }
            let (first, second) = replicas.halves
            try addAnchors(of: first, within: reach, in: window, to: &samples)
            try addAnchors(of: second, within: reach, in: window, to: &samples)
        }
    }
}
