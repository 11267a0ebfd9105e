import ArgumentParser
import Latency
import Questions

/// `metricsctl slo suggest`
struct SloSuggest: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: SuggestQuestion.name,
        abstract: "Suggest objectives that each of the last four weeks would have met, as lines of a configuration.",
        examples: ["metricsctl slo suggest", "metricsctl slo suggest --model 'gpt-4*' --measure ttft"])

    @OptionGroup var options: QuestionOptions

    func run(in context: Context) throws {
        try Query<SuggestQuestion>(options.parameters(in: context), options).run(in: context)
    }
}
