import ArgumentParser

/// `metricsctl config`
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Check and show the configuration.",
        examples: ["metricsctl config check", "metricsctl config show"],
        subcommands: [ConfigCheck.self, ConfigShow.self])
}
