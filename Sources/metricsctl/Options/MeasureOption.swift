import ArgumentParser
import Latency
import Questions

/// What is asked about, where any may be.
struct MeasureOption: ParsableArguments {
    @Option(help: ArgumentHelp("Only what measures this, such as ttft or errors. Default: all.", valueName: "measure"))
    var measure: Name?

    func add(to parameters: inout QueryParameters) { parameters.set("measure", measure.map { [$0] } ?? []) }
}
