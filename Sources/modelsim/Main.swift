import ArgumentParser

@main
struct ModelSim: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "modelsim",
        abstract: "A simulated fleet of model servers: the same seed gives the same fleet.",
        subcommands: [HistoryCommand.self, CountsCommand.self, ServeCommand.self, ConfigCommand.self])
}
