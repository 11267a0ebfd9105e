import ArgumentParser
import Questions

/// `metricsctl health`
struct HealthCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: Question.health.command,
        abstract: "Show whether collection works; exits 0 if the data is fresh, else 1.",
        examples: ["metricsctl health", "metricsctl health --json | jq -r .status"])

    @OptionGroup var options: QueryOptions

    func run(in context: Context) throws {
        let answer = try Query(question: .health, parameters: options.parameters(in: context), options: options).run(
            in: context)
        if case .health(let health) = answer, !health.overall.status.isFresh { throw ExitCode.failure }
    }
}
