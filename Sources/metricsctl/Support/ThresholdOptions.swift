import ArgumentParser
import Reports

/// What the status page calls good, and what a warning.
struct ThresholdOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The page calls a p95 below this good. Default: 100ms.", valueName: "time"))
    var goodBelow: TimeSpan?

    @Option(help: ArgumentHelp("And below this a warning; above it is danger. Default: 200ms.", valueName: "time"))
    var warningBelow: TimeSpan?

    var values: StateThresholds {
        StateThresholds(
            goodBelow: goodBelow?.milliseconds ?? StateThresholds.usual.goodBelow,
            warningBelow: warningBelow?.milliseconds ?? StateThresholds.usual.warningBelow)
    }

    func validate() throws {
        if values.goodBelow > values.warningBelow {
            throw ValidationError("--good-below must not be above --warning-below, which is 200ms unless given")
        }
    }
}
