import ArgumentParser

/// The command `metricsctl` itself, which only has subcommands.
struct Metricsctl: ParsableCommand {
    static let version = "1.0.0-rc.1"

    /// Who asks, in requests.
    static let userAgent = "metricsctl/\(version)"

    static let configuration = CommandConfiguration(
        commandName: "metricsctl",
        abstract:
            "Latency percentiles with guaranteed brackets for every model, from exact histogram counts kept for years in one file.",
        examples: [
            "metricsctl collect --prometheus-url http://localhost:9090 --backfill 24h", "metricsctl p95",
            "metricsctl history --hours 24 --format plot", "metricsctl serve",
        ],
        version: version,
        subcommands: [
            CollectCommand.self, ModelsCommand.self, P95Command.self, AllCommand.self, HistoryCommand.self,
            SummaryCommand.self, CompareCommand.self, ChangesCommand.self, HealthCommand.self, RunsCommand.self,
            CheckCommand.self, NotifyGroup.self, SloCommand.self, ReportCommand.self, MarkCommand.self,
            ExcludeCommand.self, AnnounceCommand.self,
            PresetsCommand.self, DiscoverCommand.self, InitCommand.self, ScheduleCommand.self,
            DoctorCommand.self, ServeCommand.self, PageCommand.self, McpCommand.self, ArchiveCommand.self,
            ConfigCommand.self,
        ])
}
