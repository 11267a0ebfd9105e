import ArgumentParser

/// Writes what a server that scraped the fleet would hold, and the truth about it.
struct History {
    let fleet: Fleet
    let workload: any Workload
    /// The last instant, in seconds since 1970 UTC.
    let end: Int
    /// What the server does not have, or the replicas don't tell.
    var omitted: Set<Evidence> = []

    /// What tells of a target beside its histograms.
    enum Evidence: String, CaseIterable, ExpressibleByArgument {
        case up
        case processStart = "process-start"
        case samplesScraped = "samples-scraped"
    }

    private var start: Int { fleet.configuration.start }

    /// Writes `metrics.om`, `truth.csv` and `buckets.csv` into a directory, which is made where it is missing.
    func write(to directory: String) throws(SimulationError) -> TruthRecorder.Totals {
        try OutputFile.makeDirectory(directory)
        var metrics = try OutputFile(creatingAt: directory + "/metrics.om")
        var tables = try TruthTables(in: directory)
        var totals = TruthRecorder.Totals()
        for kind in ServerKind.allCases where fleet.models.contains(where: { $0.kind == kind }) {
            let part = try write(kind, to: &metrics, tables: &tables)
            totals.counted += part.counted
            totals.unseen += part.unseen
            totals.waiting += part.waiting
        }
        if !omitted.contains(.up) { try writeUp(to: &metrics) }
        if !omitted.contains(.processStart) { try writeProcessStarts(to: &metrics) }
        if !omitted.contains(.samplesScraped) { try writeSamplesScraped(to: &metrics) }
        try metrics.append("# EOF\n")
        try metrics.flush()
        try tables.flush()
        return totals
    }

    /// The histograms of one kind of server: a family must stand in one piece.
    private func write(
        _ kind: ServerKind, to metrics: inout OutputFile, tables: inout TruthTables
    ) throws(SimulationError) -> TruthRecorder.Totals {
        let instances = fleet.instances.filter { $0.model.kind == kind }
        let models = fleet.models.filter { $0.kind == kind }
        var truth = TruthRecorder(modelCount: fleet.models.count)
        var targets = instances.map { WatchedTarget($0, fleet.configuration) }
        var oldest = TruthPeriod(holding: start * 1000 + 1)
        try metrics.append("# TYPE \(kind.metric) histogram\n")
        for event in schedule(instances) {
            switch event {
            case .gone(let number):
                let gone = instances[number].known.upperBound
                targets[number].advance(to: gone, workload: workload, truth: &truth)
            case .scrape(let number, let time, let outcome):
                targets[number].advance(to: time, workload: workload, truth: &truth)
                if case .success = outcome {
                    if let replica = targets[number].scrape(at: time, truth: &truth) {
                        try metrics.append(targets[number].lines(of: replica, at: time))
                    }
                } else {
                    targets[number].miss(at: time, truth: &truth)
                }
                try tables.close(&truth, from: &oldest, through: TruthRecorder.settled(at: time), of: models)
            }
        }
        for number in targets.indices {
            targets[number].advance(to: end * 1000, workload: workload, truth: &truth)
            truth.keepWaiting(targets[number].waiting)
        }
        try tables.close(&truth, from: &oldest, through: TruthPeriod(holding: end * 1000), of: models)
        return truth.totals
    }

    private func writeUp(to metrics: inout OutputFile) throws(SimulationError) {
        try metrics.append("# TYPE up gauge\n")
        let series = fleet.instances.map { OpenMetricsText.series("up", $0.targetLabels) }
        for case .scrape(let number, let time, let outcome) in schedule(fleet.instances) where outcome != .missing {
            let value = outcome == .failure ? 0 : 1
            try metrics.append("\(series[number])\(value) \(OpenMetricsText.seconds(milliseconds: time))\n")
        }
    }

    private func writeProcessStarts(to metrics: inout OutputFile) throws(SimulationError) {
        try metrics.append("# TYPE process_start_time_seconds gauge\n")
        let series = fleet.instances.map { OpenMetricsText.series("process_start_time_seconds", $0.targetLabels) }
        for case .scrape(let number, let time, .success(let life)) in schedule(fleet.instances) {
            let began = OpenMetricsText.seconds(milliseconds: fleet.instances[number].lives[life].times.lowerBound)
            try metrics.append("\(series[number])\(began) \(OpenMetricsText.seconds(milliseconds: time))\n")
        }
    }

    /// How many samples every scrape found: the process' start, and the histogram once it is shown.
    private func writeSamplesScraped(to metrics: inout OutputFile) throws(SimulationError) {
        try metrics.append("# TYPE scrape_samples_scraped gauge\n")
        let series = fleet.instances.map { OpenMetricsText.series("scrape_samples_scraped", $0.targetLabels) }
        var replicas: [Int: Replica] = [:]
        for case .scrape(let number, let time, let outcome) in schedule(fleet.instances) where outcome != .missing {
            var samples = 0
            if case .success(let life) = outcome {
                var replica =
                    replicas[number].flatMap { $0.life == life ? $0 : nil }
                    ?? Replica(
                        instance: fleet.instances[number], life: life, simulationStart: start * 1000,
                        workload: workload)
                if !replica.showsHistogram { _ = replica.advance(to: time, workload: workload) }
                replicas[number] = replica
                samples = 1 + (replica.showsHistogram ? replica.bounds.count + 3 : 0)
            }
            try metrics.append("\(series[number])\(samples) \(OpenMetricsText.seconds(milliseconds: time))\n")
        }
    }

    private func schedule(_ instances: [Instance]) -> ScrapeSchedule {
        ScrapeSchedule(
            of: instances, every: fleet.configuration.scrapeInterval * 1000, from: start * 1000, through: end * 1000)
    }
}
