import Latency

extension ClosedRange<Window> {
    /// The range cut at midnight UTC, oldest first: what is read in one go, so that no reader keeps a commit waiting
    /// for long.
    var days: some Collection<ClosedRange<Window>> {
        let days = UTCDay(holding: lowerBound).index...UTCDay(holding: upperBound).index
        return days.lazy.map { UTCDay(index: $0).windows.clamped(to: self) }
    }
}
