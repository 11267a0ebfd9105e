import ArgumentParser
import Latency
import Questions
import Support

/// What a question is about: see `QuestionScope`.
struct ScopeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What is asked about: e2e, ttft, itl, tpot, queue, prefill, decode, requests, errors, input_tokens, "
                + "output_tokens, or a metric's name.", valueName: "measure"))
    var measure: Name?

    @OptionGroup var subject: SubjectOptions

    @OptionGroup var labels: LabelOptions

    @Flag(help: "Add up what has one model name, whichever source it is of.")
    var mergeSources = false

    @Flag(help: "Add an entry (all) for all models together.")
    var mergeModels = false

    func add(to parameters: inout QueryParameters) {
        parameters.set("measure", measure.map { [$0] } ?? [])
        subject.add(to: &parameters)
        labels.add(to: &parameters)
        if mergeSources { parameters["merge_sources"] = "" }
        if mergeModels { parameters["merge_models"] = "" }
    }
}
