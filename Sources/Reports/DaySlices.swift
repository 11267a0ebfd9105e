import Latency

extension ClosedRange<Window> {
    /// The range cut at midnight UTC, oldest first: what is read in one go, so that no reader keeps a commit waiting
    /// for long.
    var days: some Sequence<ClosedRange<Window>> {
        let day = 86_400 / Window.seconds
        // The window that ends at midnight belongs to the day before.
        let first = Self.day(of: lowerBound, day)
        let last = Self.day(of: upperBound, day)
        return (first...last).lazy.map { number in
            let start = Swift.max(lowerBound, Window(index: number * day + 1))
            return start...Swift.min(upperBound, Window(index: (number + 1) * day))
        }
    }

    private static func day(of window: Window, _ length: Int) -> Int {
        let index = window.index - 1
        return index >= 0 ? index / length : (index - length + 1) / length
    }
}
