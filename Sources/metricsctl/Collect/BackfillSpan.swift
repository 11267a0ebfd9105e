import ArgumentParser
import Latency
import Reports

/// How far back a backfill goes; see `TimeSpan` for how it is written.
struct BackfillSpan: ExpressibleByArgument {
    /// So many windows cover the span.
    let windows: Int

    init?(argument: String) {
        guard let seconds = TimeSpan.seconds(argument) else { return nil }
        windows = (seconds + Window.seconds - 1) / Window.seconds
    }
}
