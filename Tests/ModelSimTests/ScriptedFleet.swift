import Latency

@testable import modelsim

/// Requests that a test names one by one.
struct ScriptedWorkload: Workload {
    var script: [String: [Request]] = [:]
    var before: [Double] = []

    func requests(of instance: Instance, inMinute minute: Int) -> [Request] {
        (script[instance.name] ?? []).filter { $0.time / 60_000 == minute }
    }

    func served(by instance: Instance) -> (latencies: [Double], each: Int) { (before, 1) }
}

/// A fleet of one model, laid out by hand. Times are given in seconds since its start.
struct ScriptedFleet {
    /// A multiple of 300.
    static let start = 1_700_000_100

    private var instances: [Instance] = []
    var workload = ScriptedWorkload()

    static let model = SimulatedModel(
        index: 0, name: "m", kind: .plain, role: .untouched,
        traffic: Traffic(
            peakRate: 0, peakHour: 0, quietNights: false, steady: true, medianSeconds: 1, incident: nil))

    /// Scraped 5 s after the start and every 15 s from then on.
    mutating func add(
        _ name: String, known: Range<Double>? = nil, lives: [Range<Double>], gaps: [Range<Double>] = [],
        requests: [(at: Double, seconds: Double)]
    ) {
        func time(_ seconds: Double) -> Int {
            seconds.isFinite ? ScriptedFleet.start * 1000 + Int((seconds * 1000).rounded()) : Int.max
        }
        instances.append(
            Instance(
                name: name, model: ScriptedFleet.model, offset: 5000,
                known: known.map { time($0.lowerBound)..<time($0.upperBound) } ?? time(0)..<Int.max,
                lives: lives.map { Life(times: time($0.lowerBound)..<time($0.upperBound), version: .current) },
                gaps: gaps.map { Gap(times: time($0.lowerBound)..<time($0.upperBound), silent: false) }))
        workload.script[name] = requests.map { Request(time: time($0.at), seconds: $0.seconds) }
    }

    /// The truth of its first `seconds`.
    func history(seconds: Int) throws -> WrittenHistory {
        let start = ScriptedFleet.start
        let configuration = Fleet.Configuration(seed: 1, start: start, models: 1)
        let fleet = Fleet(
            configuration, models: [ScriptedFleet.model],
            instances: instances.sorted { $0.known.lowerBound < $1.known.lowerBound })
        return try WrittenHistory(History(fleet: fleet, workload: workload, end: start + seconds))
    }
}
