import Latency
import Support

/// In which steps several stretches are read in one pass, so that what is in a step belongs to each stretch as a whole or not at all,
/// as far as windows are kept. Hours of which only the whole is kept come by themselves where an edge cuts them.
package struct CountedSteps: Sendable {
    /// What is to be read: whole hours.
    package let range: ClosedRange<Window>
    /// The first windows of the steps after the first, oldest first.
    private let starts: [Window]

    /// nil where nothing counts.
    package init?(_ stretches: [CountedWindows]) {
        var starts: Set<Window> = []
        for cut in stretches.flatMap(\.cuts) {
            starts.formUnion([cut, cut.startOfHour, cut.advanced(by: UTCDay.windowsPerHour - 1).startOfHour])
        }
        let sorted = starts.sorted()
        guard let first = sorted.first, let last = sorted.last else { return nil }
        range = first...last.advanced(by: -1)
        self.starts = Array(sorted.dropFirst())
    }

    /// The last window of the step that holds one.
    package func end(ofStepHolding window: Window) -> Window {
        let next = starts.partitioningIndex { $0 > window }
        return next < starts.count ? starts[next].advanced(by: -1) : range.upperBound
    }
}

extension Window {
    /// The first window of its hour of UTC.
    fileprivate var startOfHour: Window {
        let hour = UTCDay.windowsPerHour
        let place = (index - 1) % hour
        return Window(index: index - (place < 0 ? place + hour : place))
    }
}
