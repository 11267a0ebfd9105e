import ArgumentParser

struct SimulatedHistory: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Write what a server that scraped the fleet would hold, and the truth about it.",
        discussion: """
            Writes metrics.om (OpenMetrics text for `promtool tsdb create-blocks-from openmetrics`), truth.csv (requests and
            true quantiles per model and window) and buckets.csv (exact cumulative bucket counts). With --server it writes
            metrics.om and measures.csv (counts per bucket, sums and numbers per server, model, labels, measure, class and
            window).
            """)

    @OptionGroup var options: FleetOptions
    @OptionGroup var servers: ServerOptions

    @Option(help: "How many hours of history to write.")
    var hours = 24.0

    @Option(help: "The directory to write to; it is made if it is missing.")
    var out: String

    @Option(
        parsing: .upToNextOption,
        help: "What the server does not have: up, process-start, samples-scraped.")
    var without: [History.Evidence] = []

    func validate() throws {
        guard hours > 0, hours <= 87_600 else { throw ValidationError("--hours must be more than 0 and at most 87600") }
    }

    func run() throws {
        let configuration = options.configuration
        let end = configuration.start + Int(hours * 3600)
        if !servers.profiles.isEmpty { return try writeServers(configuration, end) }
        let (fleet, workload) = (Fleet(configuration, until: end), RandomWorkload(configuration: configuration))
        let omitted = Set(without)
        try explainingErrors {
            let totals =
                options.nativeFrom == nil
                ? try History(fleet: fleet, workload: workload, end: end, omitted: omitted).write(to: out)
                : try PushedHistory(fleet: fleet, workload: workload, end: end, omitted: omitted).write(to: out)
            Standard.error.write("modelsim: \(totals.counted) requests counted, \(totals.unseen) unseen\n")
        }
    }

    private func writeServers(_ configuration: Fleet.Configuration, _ end: Int) throws {
        let fleet = ServedFleet(servers.profiles, configuration, renaming: servers.renaming, until: end)
        let history = ServedHistory(
            fleet: fleet, workload: ServedWorkload(configuration: configuration), end: end)
        try explainingErrors { try history.write(to: out) }
    }
}
