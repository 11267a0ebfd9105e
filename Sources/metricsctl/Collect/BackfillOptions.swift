import ArgumentParser
import Latency
import Questions
import Support

/// Which windows of the past to fill.
struct BackfillOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Also fill windows never collected, this far back, such as 24h or 30d.", valueName: "time"))
    var backfill: TimeSpan?

    @Option(help: ArgumentHelp("Also fill windows never collected since then.", valueName: "time"))
    var from: String?

    @Option(help: ArgumentHelp("Fill up to then. Default: now.", valueName: "time"))
    var to: String?

    @Flag(help: "Ask again for what is stored from --from to --to; exact answers replace it.")
    var again = false

    func validate() throws {
        if again, from == nil || to == nil { throw ValidationError("--again needs --from and --to") }
        if backfill != nil, from != nil || to != nil {
            throw ValidationError("--backfill cannot be combined with --from and --to")
        }
        if to != nil, from == nil { throw ValidationError("--to needs --from") }
    }

    /// The windows to fill, oldest to newest; nil for a plain run.
    ///
    /// - Parameter now: seconds since 1970 UTC.
    func windows(at now: Int, in context: Context) throws -> ClosedRange<Window>? {
        let newest = Window(endedAt: now)
        if let backfill {
            let windows = (backfill.seconds + Window.seconds - 1) / Window.seconds
            return newest.advanced(by: 1 - windows)...newest
        }
        guard let from else { return nil }
        let first = Window(containing: try CollectOptions.time(from, of: "from", in: context) + 1)
        let last =
            try to.map { min(Window(endedAt: try CollectOptions.time($0, of: "to", in: context)), newest) } ?? newest
        guard first <= last else {
            throw ValidationError("no window has ended between --from and \(to == nil ? "now" : "--to")")
        }
        guard last.index - first.index < TimeSpan.maximumSeconds / Window.seconds else {
            throw ValidationError("--from and --to are more than ten years apart")
        }
        return first...last
    }
}
