import ArgumentParser
import Latency

/// How far back a backfill goes: `90m`, `24h`, `30d` or `2w`.
struct BackfillSpan: ExpressibleByArgument {
    /// So many windows cover the span.
    let windows: Int

    private static let secondsByUnit: [Character: Int] = ["m": 60, "h": 3600, "d": 86_400, "w": 604_800]
    static let longest = 10 * 366 * 86_400

    /// Refuses anything but a whole number and a unit, nothing at all, and more than ten years.
    init?(argument: String) {
        guard let unit = argument.last.flatMap({ Self.secondsByUnit[$0] }), let count = Int(argument.dropLast()),
            count > 0, count <= Self.longest / unit
        else { return nil }
        windows = (count * unit + Window.seconds - 1) / Window.seconds
    }
}
