/// A request that ends at some time.
protocol TimedRequest {
    /// When it ended, in milliseconds since 1970 UTC.
    var time: Int { get }
}

/// The requests of a running process in order of time, minute by minute as a workload makes them.
struct RequestFeed<Request: TimedRequest & Sendable>: Sendable {
    /// What has been taken: the requests up to this time, in milliseconds since 1970 UTC.
    private(set) var time: Int
    private var minute: Int
    private var waiting: [Request] = []
    private var next = 0

    /// Of a process that began then; earlier requests than those of the simulation are none of its.
    ///
    /// Both are in milliseconds since 1970 UTC.
    init(since began: Int, simulationStart: Int) {
        time = max(began, simulationStart)
        minute = time / 60_000 - 1
    }

    /// The requests after `time` up to `end`, in milliseconds since 1970 UTC, which becomes the time that was reached.
    mutating func take(upTo end: Int, inMinute requests: (_ minute: Int) -> [Request]) -> [Request] {
        var taken: [Request] = []
        guard end > time else { return taken }
        while true {
            while next < waiting.count, waiting[next].time <= end {
                if waiting[next].time > time { taken.append(waiting[next]) }
                next += 1
            }
            guard next == waiting.count, minute < end / 60_000 else { break }
            minute += 1
            waiting = requests(minute)
            next = 0
        }
        time = end
        return taken
    }
}
