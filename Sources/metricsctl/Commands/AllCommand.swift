import ArgumentParser
import Questions

/// `metricsctl all`
struct AllCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: AllQuestion.name,
        abstract: "Show the newest p50, p95, p99 and mean of every model with traffic in the last 24 hours.",
        examples: ["metricsctl all", "metricsctl all --at 2025-10-17T14:30:00+09:00 --format csv"]
    )
    .alone

    @OptionGroup var options: QuestionOptions

    func run(in context: Context) throws {
        try Query<AllQuestion>(options.parameters(in: context), options).run(in: context)
    }
}
