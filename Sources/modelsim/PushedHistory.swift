import Latency

/// Writes history with native histograms, which no file format of Prometheus has: as the bodies of remote-write requests,
/// and the truth about it.
struct PushedHistory {
    let fleet: Fleet
    let workload: any Workload
    /// The last instant, in seconds since 1970 UTC.
    let end: Int
    /// What the server does not have, or the replicas don't tell.
    var omitted: Set<History.Evidence> = []

    private static let requestSize = 1 << 20

    /// Writes `push-00001` and so on, to be sent in the order of their names, `truth.csv` and `buckets.csv` into a
    /// directory, which is made where it is missing.
    func write(to directory: String) throws(SimulationError) -> TruthRecorder.Totals {
        try OutputFile.makeDirectory(directory)
        let configuration = fleet.configuration
        var truth = TruthRecorder(modelCount: fleet.models.count)
        var tables = try TruthTables(in: directory)
        var targets = fleet.instances.map { WatchedTarget($0, configuration) }
        var oldest = Window(endedAt: configuration.start).advanced(by: 1)
        var request = WriteRequest()
        var requests = 0
        let schedule = ScrapeSchedule(
            of: fleet.instances, every: configuration.scrapeInterval * 1000, from: configuration.start * 1000,
            through: end * 1000)
        for event in schedule {
            switch event {
            case .gone(let number):
                let gone = fleet.instances[number].known.upperBound
                targets[number].advance(to: gone, workload: workload, truth: &truth)
            case .scrape(let number, let time, let outcome):
                targets[number].advance(to: time, workload: workload, truth: &truth)
                append(&targets[number], at: time, outcome, to: &request, &truth)
                if request.size >= Self.requestSize { try flush(&request, &requests, to: directory) }
                try tables.close(&truth, from: &oldest, through: TruthRecorder.settled(at: time), of: fleet.models)
            }
        }
        if !request.isEmpty { try flush(&request, &requests, to: directory) }
        for number in targets.indices {
            targets[number].advance(to: end * 1000, workload: workload, truth: &truth)
            truth.keepWaiting(targets[number].waiting)
        }
        try tables.close(&truth, from: &oldest, through: Window(containing: end), of: fleet.models)
        try tables.flush()
        return truth.totals
    }

    /// What a scrape leaves in the server.
    private func append(
        _ target: inout WatchedTarget, at time: Int, _ outcome: Instance.Scrape, to request: inout WriteRequest,
        _ truth: inout TruthRecorder
    ) {
        let (instance, configuration) = (target.instance, fleet.configuration)
        let own = instance.targetLabels
        func appendEvidence(_ evidence: History.Evidence, _ name: String, _ value: Double) {
            if !omitted.contains(evidence) { request.append(name, own, value, at: time) }
        }
        if outcome != .missing { appendEvidence(.up, "up", outcome == .failure ? 0 : 1) }
        guard case .success(let life) = outcome else { return target.miss(at: time, truth: &truth) }
        let began = Double(instance.lives[life].times.lowerBound) / 1000
        appendEvidence(.processStart, "process_start_time_seconds", began)
        let replica = target.scrape(at: time, truth: &truth)
        var samples = 1
        if let replica {
            let labels = instance.model.kind.labels(model: instance.model.name) + own
            if configuration.showsClassic(at: time) {
                request.append(classic: replica, labels, at: time)
                samples += replica.bounds.count + 3
            }
            if configuration.showsNative(at: time) {
                request.append(native: replica, labels, at: time)
                samples += 1
            }
        }
        appendEvidence(.samplesScraped, "scrape_samples_scraped", Double(samples))
    }

    private func flush(
        _ request: inout WriteRequest, _ requests: inout Int, to directory: String
    ) throws(SimulationError) {
        requests += 1
        let number = String(requests)
        let name = "push-" + String(repeating: "0", count: 5 - number.count) + number
        var file = try OutputFile(creatingAt: "\(directory)/\(name)")
        try file.append(request.body)
        try file.flush()
        request = WriteRequest()
    }
}
