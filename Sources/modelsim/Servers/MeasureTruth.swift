import Latency

/// What is true of every measure in every window, added up from requests and never read off a counter.
struct MeasureTruth {
    /// One row: a measure of a model of a server, at one set of label values, of one class.
    struct Key: Hashable {
        let server: String
        let model: String
        /// `name=value`, by name.
        let labels: [String]
        let measure: Measure
        let outcome: String
        let metric: String
        /// Empty for a counter.
        let bounds: [Double]
    }

    struct Value: Equatable {
        /// Per bucket, not cumulative; empty for a counter.
        var counts: [Int]
        /// How many values: of a counter the requests behind it.
        var observations = 0
        /// In the metric's unit; what a counter grew by.
        var sum = 0.0
        /// Values that no difference of scrapes can ever show.
        var unseen = 0
    }

    private var open: [TruthPeriod: [Key: Value]] = [:]

    /// Requests that a scrape at `time` (milliseconds since 1970 UTC) was the first to show.
    mutating func count(_ requests: [ServedRequest], of target: ServedTarget, version: ServerVersion, at time: Int) {
        add(requests, of: target, version, at: time) { value, bounds, number, times in
            if !bounds.isEmpty { value.counts[bounds.bucket(of: number)] += times }
            value.observations += times
            value.sum += number * Double(times)
        }
    }

    mutating func lose(_ requests: [ServedRequest], of target: ServedTarget, version: ServerVersion, at time: Int) {
        add(requests, of: target, version, at: time) { value, _, _, times in value.unseen += times }
    }

    /// Takes out all rows of a window, in an order of their own.
    mutating func close(_ period: TruthPeriod) -> [(key: Key, value: Value)] {
        (open.removeValue(forKey: period) ?? [:]).sorted { $0.key.order.lexicographicallyPrecedes($1.key.order) }
            .map { ($0.key, $0.value) }
    }

    private mutating func add(
        _ requests: [ServedRequest], of target: ServedTarget, _ version: ServerVersion, at time: Int,
        _ change: (inout Value, _ bounds: [Double], _ number: Double, _ times: Int) -> Void
    ) {
        let period = TruthPeriod(holding: time)
        for request in requests {
            for observation in target.profile.observations(of: request) {
                let family = target.profile.families[observation.family]
                let bounds = family.bounds(of: version) ?? []
                let empty = Value(counts: bounds.isEmpty ? [] : Array(repeating: 0, count: bounds.count + 1))
                for measured in family.measured where measured.scope.contains(request) {
                    let key = Self.key(observation, measured.measure, family, target, bounds)
                    for (number, times) in observation.values {
                        change(&open[period, default: [:]][key, default: empty], bounds, number, times)
                    }
                }
            }
        }
    }

    private static func key(
        _ observation: Observation, _ measure: Measure, _ family: MetricFamily, _ target: ServedTarget,
        _ bounds: [Double]
    ) -> Key {
        let teams = family.labels.compactMap { if case .team(let name) = $0 { name } else { nil } }
        let own = observation.labels.filter { teams.contains($0.name) }
        // A latency's histogram may be split by outcome; its measure is not.
        let isCounted = measure == .requests || measure == .errors
        let outcome = observation.labels.first { isCounted && $0.name == family.classLabel }?.value ?? ""
        return Key(
            server: target.profile.name, model: target.profile.modelName(observation.labels, of: family),
            labels: (target.placement + own).map { "\($0.name)=\($0.value)" }.sorted(), measure: measure,
            outcome: outcome, metric: family.name, bounds: measure == .errors ? [] : bounds)
    }
}

extension MeasureTruth.Key {
    fileprivate var order: [String] { [server, model, measure.rawValue, outcome] + labels + bounds.map { "\($0)" } }
}
