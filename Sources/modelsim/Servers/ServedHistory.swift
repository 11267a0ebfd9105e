/// Writes what a server that scraped the fleet of `--server` would hold, and the truth about it.
struct ServedHistory {
    let fleet: ServedFleet
    let workload: ServedWorkload
    /// The last instant, in seconds since 1970 UTC.
    let end: Int

    private var start: Int { fleet.configuration.start }

    /// Writes `metrics.om` and `measures.csv` into a directory, which is made where it is missing.
    func write(to directory: String) throws(SimulationError) {
        try OutputFile.makeDirectory(directory)
        var metrics = try OutputFile(creatingAt: directory + "/metrics.om")
        var table = try MeasureTable(in: directory)
        var truth = MeasureTruth()
        var watched = fleet.targets.map { WatchedServer($0, simulationStart: start * 1000) }
        var oldest = TruthPeriod(holding: start * 1000 + 1)
        let schedule = ScrapeSchedule(
            of: fleet.targets.map(\.instance), every: fleet.configuration.scrapeInterval * 1000, from: start * 1000,
            through: end * 1000)
        for event in schedule {
            switch event {
            case .gone(let number):
                let gone = fleet.targets[number].instance.known.upperBound
                watched[number].advance(to: gone, workload: workload, truth: &truth)
            case .scrape(let number, let time, let outcome):
                watched[number].advance(to: time, workload: workload, truth: &truth)
                try metrics.append(evidence(of: fleet.targets[number], at: time, outcome))
                if case .success = outcome {
                    try metrics.append(watched[number].scrape(at: time, renaming: fleet.renaming, truth: &truth))
                }
                try table.close(&truth, from: &oldest, through: TruthRecorder.settled(at: time))
            }
        }
        for number in watched.indices { watched[number].advance(to: end * 1000, workload: workload, truth: &truth) }
        try table.close(&truth, from: &oldest, through: TruthPeriod(holding: end * 1000))
        try table.flush()
        try metrics.append("# EOF\n")
        try metrics.flush()
    }

    /// What tells of a target beside its own series.
    private func evidence(of target: ServedTarget, at time: Int, _ outcome: Instance.Scrape) -> String {
        guard outcome != .missing else { return "" }
        let ending = " \(OpenMetricsText.seconds(milliseconds: time))\n"
        let up = OpenMetricsText.series("up", target.targetLabels)
        guard case .success(let life) = outcome else { return "\(up)0\(ending)" }
        let began = OpenMetricsText.seconds(milliseconds: target.instance.lives[life].times.lowerBound)
        return
            "\(up)1\(ending)\(OpenMetricsText.series("process_start_time_seconds", target.targetLabels))\(began)\(ending)"
    }
}
