import ArgumentParser
import Questions

/// `metricsctl p95`
struct P95Command: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: Question.p95.command,
        abstract: "Show the newest p95 of every model with traffic in the last 24 hours.",
        examples: ["metricsctl p95", "metricsctl p95 --model gpt-4 --json"])

    @OptionGroup var model: ModelOption
    @OptionGroup var options: QueryOptions

    func run(in context: Context) throws {
        var parameters = options.parameters(in: context)
        parameters.model = model.model
        try Query(question: .p95, parameters: parameters, options: options).run(in: context)
    }
}
