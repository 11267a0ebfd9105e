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

    @Option(
        name: .customLong("where"),
        help: ArgumentHelp(
            "Only what has this value of a label, such as region=eu; may be repeated.", valueName: "label=value"))
    var wanted: [Name] = []

    @Option(
        help: ArgumentHelp(
            "Divide the answer by a label; source is one; may be repeated.", valueName: "label"))
    var by: [Name] = []

    @Flag(help: "Add up what has one model name, whichever source it is of.")
    var mergeSources = false

    @Flag(help: "Add an entry (all) for all models together.")
    var mergeModels = false

    func add(to parameters: inout QueryParameters) {
        parameters.set("measure", measure.map { [$0] } ?? [])
        subject.add(to: &parameters)
        parameters.set("where", wanted)
        parameters.set("by", by)
        if mergeSources { parameters["merge_sources"] = "" }
        if mergeModels { parameters["merge_models"] = "" }
    }
}
