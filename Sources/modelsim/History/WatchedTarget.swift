/// A target as history sees it: its running process, and what no scrape has shown yet.
struct WatchedTarget {
    let instance: Instance
    private let configuration: Fleet.Configuration
    private var replica: Replica?
    private var text: HistogramText?
    /// The number of the life that runs, or that will run next.
    private var life = 0
    /// The latencies of requests that no scrape has shown.
    private var pending: [Double] = []
    /// Whether this life has been scraped, and whether a scrape showed its histogram.
    private var scraped = false
    private var shown = false
    /// Whether the scrape before this one didn't succeed.
    private var missed = false

    init(_ instance: Instance, _ configuration: Fleet.Configuration) {
        self.instance = instance
        self.configuration = configuration
    }

    /// In milliseconds since 1970 UTC.
    private var simulationStart: Int { configuration.start * 1000 }

    /// How many requests no scrape has shown yet.
    var waiting: Int { pending.count }

    /// Runs the processes up to `time` and accounts for those that end.
    mutating func advance(to time: Int, workload: any Workload, truth: inout TruthRecorder) {
        while life < instance.lives.count, instance.lives[life].times.lowerBound <= time {
            var running =
                replica
                ?? Replica(instance: instance, life: life, simulationStart: simulationStart, workload: workload)
            pending += running.advance(to: time, workload: workload)
            let end = instance.lives[life].times.upperBound
            guard end <= time else {
                replica = running
                return
            }
            truth.lose(pending.count, of: instance.model, at: end)
            truth.flag(life == instance.lives.count - 1 ? .death : .restart, of: instance.model, at: end)
            forgetProcess()
        }
    }

    private mutating func forgetProcess() {
        replica = nil
        text = nil
        pending = []
        scraped = false
        shown = false
        life += 1
    }

    /// A scrape that got no answer.
    mutating func miss(at time: Int, truth: inout TruthRecorder) {
        missed = true
        truth.flag(replica == nil ? .down : .gap, of: instance.model, at: time)
    }

    /// A scrape that the running process answers. Returns the process, if it shows its histogram.
    mutating func scrape(at time: Int, truth: inout TruthRecorder) -> Replica? {
        guard let replica else { return nil }
        let model = instance.model
        if !scraped, replica.began < simulationStart {
            truth.lose(pending.count, of: model, at: time)
            pending = []
            truth.flag(.retentionStart, of: model, at: time)
        } else if !scraped {
            truth.flag(life == 0 ? .birth : .restart, of: model, at: time)
        } else if missed {
            truth.flag(.outageReturn, of: model, at: time)
        }
        missed = false
        defer { scraped = true }
        guard replica.showsHistogram else { return nil }
        if scraped, !shown { truth.flag(.seriesBirth, of: model, at: time) }
        shown = true
        let bounds = configuration.showsNative(at: time) ? NativeBuckets.bounds : replica.bounds
        truth.count(pending, bounds: bounds, of: model, at: time)
        pending = []
        return replica
    }

    /// The lines of a scrape that the server stores.
    mutating func lines(of replica: Replica, at time: Int) -> [UInt8] {
        let text = self.text ?? HistogramText(of: replica, targetLabels: instance.targetLabels)
        self.text = text
        return text.lines(of: replica, ending: Array(" \(OpenMetricsText.seconds(milliseconds: time))\n".utf8))
    }
}

extension Instance {
    /// The labels that the server gives all series of the target.
    var targetLabels: [(name: String, value: String)] { [("instance", name), ("job", Fleet.job)] }
}
