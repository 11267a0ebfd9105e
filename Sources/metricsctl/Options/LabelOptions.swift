import ArgumentParser
import Latency
import Questions

/// The labels that choose what is in an answer, and those that divide it.
struct LabelOptions: ParsableArguments {
    @Option(
        name: .customLong("where"),
        help: ArgumentHelp(
            "Only what has this value of a label, such as region=eu; may be repeated.", valueName: "label=value"))
    var wanted: [Name] = []

    @Option(
        help: ArgumentHelp(
            "Divide the answer by a label; source is one; may be repeated.", valueName: "label"))
    var by: [Name] = []

    func add(to parameters: inout QueryParameters) {
        parameters.set("where", wanted)
        parameters.set("by", by)
    }
}
