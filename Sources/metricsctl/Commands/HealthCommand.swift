import ArgumentParser
import Questions

/// `metricsctl health`
struct HealthCommand: QuestionCommand {
    static let configuration = CommandConfiguration(
        commandName: HealthQuestion.name,
        abstract: "Show whether collection works; exits 0 if the data is fresh, else 1.",
        examples: ["metricsctl health", "metricsctl health --json | jq -r .status"]
    )
    .alone

    @OptionGroup var options: QueryOptions

    func query(in context: Context) throws -> Query<HealthQuestion> {
        Query<HealthQuestion>(options.parameters(in: context), options)
    }
}
