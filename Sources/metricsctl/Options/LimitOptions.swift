import ArgumentParser
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

    @Option(help: ArgumentHelp("Windows with fewer requests are not judged.", valueName: "number"))
    var minRequests = Defaults.minimumRequests

    func validate() throws {
        if let warning = p95Warning, let critical = p95Critical, warning.milliseconds > critical.milliseconds {
            throw ValidationError("--p95-warning must not be above --p95-critical")
        }
        guard minRequests >= 1 else { throw ValidationError("--min-requests must be at least 1, got \(minRequests)") }
    }

    var limits: LatencyThresholds {
        .above(warning: p95Warning?.milliseconds, critical: p95Critical?.milliseconds)
    }
}
