import ArgumentParser
import Questions

/// `metricsctl p95`
struct P95Command: QuestionCommand {
    static let configuration = CommandConfiguration(
        commandName: P95Question.name,
        abstract: "Show the newest p95 of every model with traffic in the last 24 hours.",
        examples: ["metricsctl p95", "metricsctl p95 --model gpt-4 --json"]
    )
    .alone

    @OptionGroup var options: QuestionOptions

    func query(in context: Context) throws -> Query<P95Question> {
        Query<P95Question>(options.parameters(in: context), options)
    }
}
