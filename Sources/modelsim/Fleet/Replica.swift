import Support

/// One running process and its histogram of the model that it serves.
struct Replica: Sendable {
    let instance: Instance
    let life: Int
    let bounds: [Double]
    /// Requests per bucket, not cumulative; the last bucket is the one up to +Inf.
    private(set) var counts: [Int]
    /// The same requests by the number of their native bucket.
    private(set) var nativeCounts: [Int: Int] = [:]
    private(set) var count = 0
    /// Seconds.
    private(set) var sum = 0.0
    private var feed: RequestFeed<Request>

    /// - Parameter simulationStart: in milliseconds since 1970 UTC. What a process that is older than that served
    ///   before is not simulated request by request.
    init(instance: Instance, life: Int, simulationStart: Int, workload: any Workload) {
        self.instance = instance
        self.life = life
        let began = instance.lives[life].times.lowerBound
        bounds = instance.model.kind.bounds(of: instance.lives[life].version)
        counts = Array(repeating: 0, count: bounds.count + 1)
        feed = RequestFeed(since: began, simulationStart: simulationStart)
        if began < simulationStart {
            let served = workload.served(by: instance)
            for seconds in served.latencies { observe(seconds, times: served.each) }
        }
    }

    /// When the process started, in milliseconds since 1970 UTC.
    var began: Int { instance.lives[life].times.lowerBound }

    /// What has been counted: the requests up to this time, in milliseconds since 1970 UTC.
    var time: Int { feed.time }

    /// Whether `/metrics` shows the histogram.
    var showsHistogram: Bool { count > 0 || instance.model.kind.showsSeriesAtZero }

    /// Counts the requests after `time` up to `end`, in milliseconds since 1970 UTC, or up to the process' end.
    /// Returns their latencies in seconds, in order of time.
    mutating func advance(to end: Int, workload: any Workload) -> [Double] {
        let end = min(end, instance.lives[life].times.upperBound - 1)
        let latencies = feed.take(upTo: end) { workload.requests(of: instance, inMinute: $0) }.map(\.seconds)
        for seconds in latencies { observe(seconds, times: 1) }
        return latencies
    }

    private mutating func observe(_ seconds: Double, times: Int) {
        counts[bounds.bucket(of: seconds)] += times
        nativeCounts[NativeBuckets.number(of: seconds), default: 0] += times
        count += times
        sum += seconds * Double(times)
    }
}

extension [Double] {
    /// The bucket that a latency falls in: the first whose bound is not below it, or the one above all bounds.
    func bucket(of value: Double) -> Int { partitioningIndex { $0 >= value } }
}
