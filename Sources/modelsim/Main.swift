import ArgumentParser

@main
struct ModelSim: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "modelsim",
        abstract: "A simulated fleet of model servers: the same seed gives the same fleet.",
        subcommands: [
            SimulatedHistory.self, CountsCommand.self, WeeksCommand.self, SimulatedServe.self, ConfigCommand.self,
        ])
}
