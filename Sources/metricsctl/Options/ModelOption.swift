import ArgumentParser
import Latency

/// Which model is asked for.
struct ModelOption: ParsableArguments {
    @Option(help: ArgumentHelp("Only this model; '' is the one without a name. Default: all.", valueName: "name"))
    var model: Name?
}
