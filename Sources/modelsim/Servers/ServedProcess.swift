/// One running process of a server, and the series that it exposes.
struct ServedProcess: Sendable {
    /// One series of a counter, or those of one histogram.
    struct Series: Sendable {
        let family: Int
        let labels: [(name: String, value: String)]
        let bounds: [Double]?
        /// Per bucket, not cumulative; the last is the one up to +Inf. Empty for a counter.
        fileprivate(set) var counts: [Int]
        fileprivate(set) var count = 0
        /// In the metric's unit; a counter's value.
        fileprivate(set) var sum = 0.0
    }

    private struct Key: Hashable {
        let family: Int
        let values: [String]
    }

    let target: ServedTarget
    let life: Int
    private(set) var series: [Series] = []
    private var places: [Key: Int] = [:]
    private var feed: RequestFeed<ServedRequest>

    /// - Parameter simulationStart: in milliseconds since 1970 UTC.
    init(target: ServedTarget, life: Int, simulationStart: Int, workload: ServedWorkload) {
        self.target = target
        self.life = life
        let began = target.instance.lives[life].times.lowerBound
        feed = RequestFeed(since: began, simulationStart: simulationStart)
        if target.profile.showsSeriesAtZero { showAtZero() }
        if began < simulationStart {
            let served = workload.served(by: target)
            for request in served.requests { count(request, times: served.each) }
        }
    }

    /// When the process started, in milliseconds since 1970 UTC.
    var began: Int { target.instance.lives[life].times.lowerBound }

    private var version: ServerVersion { target.instance.lives[life].version }

    /// Counts the requests after the time that was reached up to `end`, in milliseconds since 1970 UTC, or up to the process'
    /// end. Returns them in order of time.
    mutating func advance(to end: Int, workload: ServedWorkload) -> [ServedRequest] {
        let end = min(end, target.instance.lives[life].times.upperBound - 1)
        let requests = feed.take(upTo: end) { workload.requests(of: target, inMinute: $0) }
        for request in requests { count(request, times: 1) }
        return requests
    }

    private mutating func showAtZero() {
        for (family, metric) in target.profile.families.enumerated() {
            for model in target.models {
                for labels in target.profile.seriesAtZero(of: metric, model: model) { _ = place(family, labels) }
            }
        }
    }

    private mutating func count(_ request: ServedRequest, times: Int) {
        for observation in target.profile.observations(of: request) {
            let place = place(observation.family, observation.labels)
            for (value, number) in observation.values { series[place].add(value, times: number * times) }
        }
    }

    private mutating func place(_ family: Int, _ labels: [(name: String, value: String)]) -> Int {
        let key = Key(family: family, values: labels.map(\.name) + labels.map(\.value))
        if let place = places[key] { return place }
        let bounds = target.profile.families[family].bounds(of: version)
        let counts = bounds.map { Array(repeating: 0, count: $0.count + 1) } ?? []
        series.append(Series(family: family, labels: labels, bounds: bounds, counts: counts))
        places[key] = series.count - 1
        return series.count - 1
    }
}

extension ServedProcess.Series {
    fileprivate mutating func add(_ value: Double, times: Int) {
        if let bounds { counts[bounds.bucket(of: value)] += times }
        count += times
        sum += value * Double(times)
    }
}
