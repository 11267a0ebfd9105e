/// The five minutes, `(end - 300 s, end]` of UTC, that a truth is told of.
///
/// Computed here and not by the program that is held against it: a mistake there must not be made here, too.
struct TruthPeriod: Hashable, Comparable, Sendable {
    /// Its last instant, in seconds since 1970 UTC; a multiple of 300.
    let end: Int

    /// The one that an instant (milliseconds since 1970 UTC, not before) is in.
    init(holding time: Int) { end = (time + 299_999) / 300_000 * 300 }

    private init(end: Int) { self.end = end }

    func advanced(by periods: Int) -> TruthPeriod { TruthPeriod(end: end + 300 * periods) }

    static func < (left: TruthPeriod, right: TruthPeriod) -> Bool { left.end < right.end }
}
