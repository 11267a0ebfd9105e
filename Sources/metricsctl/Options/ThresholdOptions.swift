import ArgumentParser
import Latency
import Questions
import Support

/// What the status page calls good, and what a warning.
struct ThresholdOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The page calls a p95 below this good. Default: what fits the metric; beside --warning-below "
                + "\(Int(Defaults.goodBelow))ms.", valueName: "time"))
    var goodBelow: TimeSpan?

    @Option(
        help: ArgumentHelp(
            "And below this a warning; above it is danger. Default: what fits the metric; beside --good-below "
                + "\(Int(Defaults.warningBelow))ms.", valueName: "time"))
    var warningBelow: TimeSpan?

    /// One that is given has the usual one beside it, whatever the metric.
    ///
    /// - Parameters:
    ///   - configured: what holds without flags; nil goes by the metric.
    ///   - rules: what holds for some models, without flags.
    func choice(beside configured: LatencyThresholds?, _ rules: [ModelRule]) -> ThresholdChoice {
        ThresholdChoice(
            goodBelow == nil && warningBelow == nil ? nil : .below(good: good, warning: warning), rules: rules,
            configured: configured)
    }

    private var good: Double { goodBelow?.milliseconds ?? Defaults.goodBelow }
    private var warning: Double { warningBelow?.milliseconds ?? Defaults.warningBelow }

    func validate() throws {
        if good > warning {
            let other =
                warningBelow == nil
                ? "--warning-below, which is \(Int(Defaults.warningBelow))ms unless given: give both"
                : goodBelow == nil
                    ? "--warning-below, and is \(Int(Defaults.goodBelow))ms unless given: give both" : "--warning-below"
            throw ValidationError("--good-below must not be above \(other)")
        }
    }
}
