import Latency
import Prometheus
import Support

/// Looks at some models in one window replica by replica, scrape by scrape.
struct ReplicaInspector {
    /// What one model did, or why it can't be told.
    struct Finding {
        let model: SeriesKey
        let result: Result<ModelWindow, CumulativeBuckets.Refusal>
        /// Where something is left out of it, or is counted in another window: the `instance` of such replicas.
        var flaws: [ReplicaHistory.Flaw: Set<Name>] = [:]
        /// Targets behind which several processes answer, by their `instance`.
        var sharedTargets: Set<Name> { flaws[.sharedTarget] ?? [] }
        /// How many replicas were looked at.
        var replicas = 0
        /// Why this is an estimate; nil where it is none.
        var reasonForEstimate: String?
        /// When processes began that answered in the window, as far as their targets tell; seconds since 1970 UTC.
        var processStarts: Set<Int> = []
        /// Where it counts from scrapes of long ago, what it is without them.
        var farReach: StaleBaseline?

        /// Of some replicas and of others of the same model.
        func merged(with other: Finding) -> Finding {
            let result = result.flatMap { value in other.result.map(value.merged) }
            var merged = Finding(
                model: model, result: result, flaws: flaws.merging(other.flaws) { $0.union($1) },
                replicas: replicas + other.replicas, processStarts: processStarts.union(other.processStarts))
            if let own = farReach?.conservative ?? (try? self.result.get()),
                let others = other.farReach?.conservative ?? (try? other.result.get()),
                let since = [farReach, other.farReach].compactMap({ $0?.since }).min()
            {
                merged.farReach = StaleBaseline(since: since, conservative: own.merged(with: others))
            }
            return merged
        }
    }

    struct StaleBaseline {
        /// The oldest window that is counted from.
        let since: Window
        /// What the model did, if nothing is counted from so far back.
        let conservative: ModelWindow
    }

    /// So many models are asked for at once at first: 20 replicas of each, scraped every 15 s, send 8 MB. More where they
    /// have few.
    private static let modelsAtOnce = 20
    private static let maximumModelsAtOnce = 320
    /// So many replicas are looked for in the past at once.
    static let replicasAtOnce = 100

    let client: PrometheusClient
    let queries: HistogramQueries
    let unit: LatencyUnit
    /// See `CounterRate`.
    var burst = CounterRate.requestsAtOnce
    var evidence = TargetEvidence()

    /// Models without any sample in the window are left out.
    func findings(of models: Set<SeriesKey>, in window: Window) throws(PrometheusError) -> [Finding] {
        var findings: [Finding] = []
        var rest = models.sorted()[...]
        var count = Self.modelsAtOnce
        while !rest.isEmpty {
            let found = try self.findings(of: Array(rest.prefix(count)), in: window)
            rest = rest.dropFirst(count)
            // Names that clients make up come by thousands, each of one replica.
            if found.reduce(0, { $0 + $1.replicas }) <= 2 * count { count = min(2 * count, Self.maximumModelsAtOnce) }
            findings += found
        }
        return findings
    }

    /// Asks for half as many at a time where the answer is too large: replicas may be many, or scraped every second. One
    /// model that is too large by itself is looked at some replicas at a time. Where the server hands out no samples at
    /// all, its estimate is taken.
    private func findings(of models: [SeriesKey], in window: Window) throws(PrometheusError) -> [Finding] {
        do {
            return findings(in: try samples(queries.samples(of: models), of: Set(models), in: window), window)
        } catch {
            guard error.isRefusal else { throw error }
            guard error.isTooMuch else { return try estimates(of: models, in: window, insteadOf: error) }
            if models.count > 1 {
                let (first, second) = models.halves
                return try findings(of: first, in: window) + findings(of: second, in: window)
            }
        }
        do {
            return try findings(of: queries.replicas(of: models[0]), in: window)
        } catch {
            guard error.isRefusal else { throw error }
            return try estimates(of: models, in: window, insteadOf: error)
        }
    }

    /// - Parameter replicas: the query that tells which replicas a model has.
    private func findings(of replicas: String, in window: Window) throws(PrometheusError) -> [Finding] {
        let all = Array(Set(try client.evaluate(replicas, at: window...window).map(ReplicaSamples.replica)))
        var sum: Finding?
        for some in all.chunked(Self.replicasAtOnce) {
            for part in try findings(ofReplicas: some, in: window) { sum = sum?.merged(with: part) ?? part }
        }
        return [sum].compactMap(\.self)
    }

    private func findings(
        ofReplicas replicas: [ReplicaSamples.Replica], in window: Window
    ) throws(PrometheusError) -> [Finding] {
        do {
            let query = queries.samples(ofReplicas: replicas, inWindows: 2)
            return findings(in: try samples(query, ofReplicas: Set(replicas), in: window), window)
        } catch {
            guard error.isTooMuch, replicas.count > 1 else { throw error }
            let (first, second) = replicas.halves
            return try findings(ofReplicas: first, in: window) + findings(ofReplicas: second, in: window)
        }
    }

    private func findings(in samples: ReplicaSamples, _ window: Window) -> [Finding] {
        let replicas = Dictionary(grouping: samples.histories.keys, by: samples.key)
        let refusals = samples.refusals(in: window)
        let unreadable = samples.unreadable.filter { replicas[$0.key] == nil }
        let refused = refusals.merging(unreadable) { $1 }.map { model, refusal in
            Finding(model: model, result: .failure(refusal))
        }
        return refused
            + replicas.filter { refusals[$0.key] == nil }.compactMap { model, replicas in
                finding(of: model, replicas, samples, in: window)
            }
    }

    private func finding(
        of model: SeriesKey, _ replicas: [ReplicaSamples.Replica], _ samples: ReplicaSamples, in window: Window
    ) -> Finding? {
        let histories = replicas.compactMap { replica in samples.histories[replica].map { (replica, $0) } }
        guard var finding = finding(of: model, histories, in: window) else { return nil }
        if let refusal = samples.unreadable[model] { return Finding(model: model, result: .failure(refusal)) }
        let conservative = histories.map { ($0, $1.baseline(usedIn: window) == nil ? $1 : $1.withoutPast) }
        if let since = histories.compactMap({ $1.baseline(usedIn: window)?.time }).min(),
            let value = try? self.finding(of: model, conservative, in: window)?.result.get()
        {
            finding.farReach = StaleBaseline(since: Window(containing: Int(since)), conservative: value)
        }
        return finding
    }

    private func finding(
        of model: SeriesKey, _ histories: [(ReplicaSamples.Replica, ReplicaHistory)], in window: Window
    ) -> Finding? {
        var histogram = Histogram()
        var (quality, flaws) = (Quality.exact, [ReplicaHistory.Flaw: Set<Name>]())
        // In how many replicas there is something to count.
        var (present, readable) = (0, 0)
        for (replica, history) in histories {
            guard let increment = history.increment(in: window) else { continue }
            present += 1
            if !increment.flaws.contains(.impossibleCounts) { readable += 1 }
            do throws(CumulativeBuckets.Refusal) {
                for part in increment.parts { histogram.merge(try part.histogram(unit)) }
            } catch { return Finding(model: model, result: .failure(error)) }
            quality = max(quality, increment.quality)
            for flaw in increment.flaws { flaws[flaw, default: []].insert(replica["instance"] ?? "") }
        }
        guard present > 0 else { return nil }
        guard readable > 0 else { return Finding(model: model, result: .failure(.uneven)) }
        let value = ModelWindow(series: model, quality: quality, histogram: histogram)
        let starts = histories.flatMap { $0.1.scrapes.compactMap(\.processStart) }
        return Finding(
            model: model, result: .success(value), flaws: flaws, replicas: histories.count,
            processStarts: Set(starts.compactMap { Int(exactly: $0.rounded(.down)) }))
    }
}
