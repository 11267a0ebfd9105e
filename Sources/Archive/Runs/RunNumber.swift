/// The number of a run, made before it is stored, so that it is stored once, however often that is tried.
///
///     number = time, random    the time at which it finished, in seconds since 1970 UTC, and 30 random bits
///
/// A source's numbers grow from run to run, also where the clock was set back: which runs came after the last success goes by
/// them.
struct RunNumber {
    private let seconds: Int
    private var random = Self.random()
    /// What it was made greater than.
    private var last: Int?

    /// nil for a run that won't be stored.
    init(_ run: Run?) { seconds = min(max(run?.finished ?? 0, 0), 1 << 32) }

    /// - Parameter last: the number of the source's last run; 0 for none. What was asked for first stays true, for by then
    ///   the last one may be this one.
    mutating func value(after last: Int) -> Int {
        let last = self.last ?? last
        self.last = last
        let own = seconds << Self.randomBits | random
        if own > last { return own }
        // Nearer than the clock would take it, and still not what another would take.
        let (next, overflow) = last.addingReportingOverflow(1 + random >> 10)
        return overflow ? random : next
    }

    /// Another has the number.
    mutating func change() { random = Self.random() }

    private static let randomBits = 30

    private static func random() -> Int { Int.random(in: 0..<1 << randomBits) }
}
