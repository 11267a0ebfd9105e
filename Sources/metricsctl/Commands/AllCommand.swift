import ArgumentParser
import Questions

/// `metricsctl all`
struct AllCommand: QuestionCommand {
    static let configuration = CommandConfiguration(
        commandName: AllQuestion.name,
        abstract: "Show the newest p50, p95, p99 and mean of every model with traffic in the last 24 hours.",
        examples: ["metricsctl all", "metricsctl all --at 2025-10-17T14:30:00+09:00 --format csv"]
    )
    .alone

    @OptionGroup var options: QuestionOptions

    func query(in context: Context) throws -> Query<AllQuestion> {
        Query<AllQuestion>(options.parameters(in: context), options)
    }
}
