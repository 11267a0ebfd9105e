import ArgumentParser
import Latency
import Questions

/// The sources and models that a question is about.
struct SubjectOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Only this source; may be repeated. Default: all; of p95, all and history the only one, or the configuration's "
                + "default_source.", valueName: "name"))
    var source: [Name] = []

    @Option(help: ArgumentHelp("Only what was collected by this metric.", valueName: "name"))
    var metricName: Name?

    @Option(
        help: ArgumentHelp(
            "Only this model, or those whose names fit a pattern such as 'gpt-4*'; '' is the one without a name; may be "
                + "repeated. Default: all.", valueName: "name"))
    var model: [Name] = []

    func add(to parameters: inout QueryParameters) {
        parameters.set("source", source)
        parameters.metricName = metricName
        parameters.set("model_name", model)
    }
}
