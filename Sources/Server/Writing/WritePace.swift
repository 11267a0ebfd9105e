/// How often somebody writes: at most 60 times within a minute.
struct WritePace {
    static let mostInAMinute = 60
    private static let minute = Duration.seconds(60)

    /// When the last ones were, oldest first.
    private var times: [ContinuousClock.Instant] = []

    /// nil where one more may be now, which is counted then; else how many seconds to wait, rounded up.
    mutating func wait(at now: ContinuousClock.Instant) -> Int? {
        times.removeAll { now - $0 >= Self.minute }
        guard let oldest = times.first, times.count >= Self.mostInAMinute else {
            times.append(now)
            return nil
        }
        return Int((Self.minute - (now - oldest)) / .seconds(1)) + 1
    }
}
