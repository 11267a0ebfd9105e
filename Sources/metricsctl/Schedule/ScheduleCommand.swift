import ArgumentParser

/// `metricsctl schedule`
struct ScheduleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule", abstract: "Schedule collect every five minutes with cron or systemd.",
        examples: [
            "metricsctl schedule install -- --prometheus-url http://prometheus:9090",
            "metricsctl schedule install -- --metric-name vllm:e2e_request_latency_seconds --model-label model_name",
            "sudo metricsctl schedule install --systemd", "metricsctl schedule show",
        ],
        discussion: """
            What stands behind -- are options of collect. Each source and metric has a line of its own; installing one again \
            replaces it.
            """,
        subcommands: [ScheduleInstall.self, ScheduleRemove.self, ScheduleShow.self])
}
