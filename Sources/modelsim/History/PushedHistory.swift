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
        var shown = targets.map { _ in Shown() }
        var oldest = TruthPeriod(holding: configuration.start * 1000 + 1)
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
                append(Shown(), since: shown[number], of: fleet.instances[number], at: gone, to: &request)
            case .scrape(let number, let time, let outcome):
                targets[number].advance(to: time, workload: workload, truth: &truth)
                append(&targets[number], at: time, outcome, to: &request, &truth, &shown[number])
                if request.size >= Self.requestSize { try flush(&request, &requests, to: directory) }
                try tables.close(&truth, from: &oldest, through: TruthRecorder.settled(at: time), of: fleet.models)
            }
        }
        if !request.isEmpty { try flush(&request, &requests, to: directory) }
        for number in targets.indices {
            targets[number].advance(to: end * 1000, workload: workload, truth: &truth)
            truth.keepWaiting(targets[number].waiting)
        }
        try tables.close(&truth, from: &oldest, through: TruthPeriod(holding: end * 1000), of: fleet.models)
        try tables.flush()
        return truth.totals
    }

    /// What a scrape leaves in the server.
    private func append(
        _ target: inout WatchedTarget, at time: Int, _ outcome: Instance.Scrape, to request: inout WriteRequest,
        _ truth: inout TruthRecorder, _ shown: inout Shown
    ) {
        let (instance, configuration) = (target.instance, fleet.configuration)
        var now = Shown()
        if case .success(let life) = outcome {
            now.processStart = Double(instance.lives[life].times.lowerBound) / 1000
            now.replica = target.scrape(at: time, truth: &truth)
            now.isClassic = configuration.showsClassic(at: time)
            now.isNative = configuration.showsNative(at: time)
        } else {
            target.miss(at: time, truth: &truth)
            if outcome == .missing { return }
        }
        append("up", now.processStart == nil ? 0 : 1, .up, of: instance, at: time, to: &request)
        append("scrape_samples_scraped", now.samples, .samplesScraped, of: instance, at: time, to: &request)
        append(now, since: shown, of: instance, at: time, to: &request)
        shown = now
    }

    /// What a target shows, and the end of what it showed before and shows no more.
    private func append(
        _ now: Shown, since before: Shown, of instance: Instance, at time: Int, to request: inout WriteRequest
    ) {
        if let start = now.processStart ?? before.processStart.map({ _ in WriteRequest.stale }) {
            append("process_start_time_seconds", start, .processStart, of: instance, at: time, to: &request)
        }
        let labels = instance.model.kind.labels(model: instance.model.name) + instance.targetLabels
        if let old = before.replica {
            let kept = now.isClassic ? now.replica : nil
            if before.isClassic { request.append(endOfClassic: old, labels, at: time, before: kept) }
            if before.isNative, now.replica == nil { request.append(native: old, labels, at: time, isStale: true) }
        }
        guard let replica = now.replica else { return }
        if now.isClassic { request.append(classic: replica, labels, at: time) }
        if now.isNative { request.append(native: replica, labels, at: time, isStale: false) }
    }

    private func append(
        _ name: String, _ value: Double, _ evidence: History.Evidence, of instance: Instance, at time: Int,
        to request: inout WriteRequest
    ) {
        if !omitted.contains(evidence) { request.append(name, instance.targetLabels, value, at: time) }
    }

    /// What a scrape showed of a target.
    private struct Shown {
        /// In seconds since 1970 UTC; nil where the scrape failed.
        var processStart: Double?
        var replica: Replica?
        var isClassic = false
        var isNative = false

        var samples: Double {
            guard let replica else { return processStart == nil ? 0 : 1 }
            return Double(1 + (isClassic ? replica.bounds.count + 3 : 0) + (isNative ? 1 : 0))
        }
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
