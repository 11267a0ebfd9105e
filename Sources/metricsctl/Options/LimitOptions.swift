import ArgumentParser
import Configuration
import Latency
import Questions
import Support

/// What p95 is held against.
struct LimitOptions: ParsableArguments {
    @Option(
        name: .customLong("p95-warning"),
        help: ArgumentHelp("A p95 above this is a warning, such as 500ms or 2s.", valueName: "time"))
    var p95Warning: TimeSpan?

    @Option(
        name: .customLong("p95-critical"), help: ArgumentHelp("A p95 above this is critical.", valueName: "time"))
    var p95Critical: TimeSpan?

    @Option(
        help: ArgumentHelp(
            "Windows with fewer requests are not judged. Default: \(Defaults.minimumRequests).", valueName: "number"))
    var minRequests: Int?

    @Flag(
        help: ArgumentHelp(
            "Alert only where the requests leave no doubt, at most once in 100 months by chance.",
            discussion: "Limits of the configuration file do so by themselves."))
    var certain = false

    func validate() throws {
        if let warning = p95Warning, let critical = p95Critical, warning.milliseconds > critical.milliseconds {
            throw ValidationError("--p95-warning must not be above --p95-critical")
        }
        if let minRequests, minRequests < 1 {
            throw ValidationError("--min-requests must be at least 1, got \(minRequests)")
        }
    }

    /// Limits of the file speak only where that is certain, unless it says otherwise; flags do so where they are told to.
    func isCertain(beside configured: ConfiguredLimits) -> Bool {
        let isFile = p95Warning == nil && p95Critical == nil && (configured.warning ?? configured.critical) != nil
        return certain || isFile && configured.isCertain
    }

    /// - Parameter configured: what the configuration says; a flag beats its own one.
    func limits(beside configured: ConfiguredLimits) -> LatencyThresholds {
        .above(
            warning: p95Warning?.milliseconds ?? configured.warning,
            critical: p95Critical?.milliseconds ?? configured.critical)
    }
}
