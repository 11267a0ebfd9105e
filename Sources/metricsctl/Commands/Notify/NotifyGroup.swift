import ArgumentParser

/// `metricsctl notify`
struct NotifyGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notify", abstract: "Try notices: whether they arrive, and when they would have been sent.",
        subcommands: [NotifyReplay.self, NotifyTest.self], defaultSubcommand: NotifyReplay.self)
}
