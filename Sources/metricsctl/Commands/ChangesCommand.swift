import ArgumentParser
import Questions

/// `metricsctl changes`
struct ChangesCommand: QuestionCommand {
    static let configuration = CommandConfiguration(
        commandName: ChangesQuestion.name, abstract: "List when models became slower or faster for longer.",
        examples: ["metricsctl changes", "metricsctl changes --model 'gpt-4*' --period 2026-Q4"],
        discussion: """
            Goes by whole days, of the last 90 where no stretch is named. A change lasts for three days or more, and p50 or \
            p95 changes by a tenth or more.
            """)

    @OptionGroup var range: RangeOptions
    @OptionGroup var options: QuestionOptions

    func query(in context: Context) throws -> Query<ChangesQuestion> {
        var parameters = options.parameters(in: context)
        range.add(to: &parameters)
        return Query<ChangesQuestion>(parameters, options)
    }
}
