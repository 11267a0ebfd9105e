/// Five minutes of requests, `(end - 300 s, end]`, aligned to UTC and named by their end.
package struct Window: Hashable, Comparable, Sendable {
    /// The length of a window, in seconds.
    package static let seconds = 300

    /// How many windows ended between 1970-01-01T00:00:00Z and this one's end.
    package let index: Int

    package init(index: Int) { self.index = index }

    /// The newest window that has ended at `time`, in seconds since 1970 UTC.
    package init(endedAt time: Int) {
        let quotient = time / Window.seconds
        index = time % Window.seconds < 0 ? quotient - 1 : quotient
    }

    /// The window that a sample taken at `time` (seconds since 1970 UTC) belongs to: the end is part of it.
    package init(containing time: Int) { index = Window(endedAt: time - 1).index + 1 }

    /// Its last instant, in seconds since 1970 UTC.
    package var end: Int { index * Window.seconds }
    /// The instant just before its first, in seconds since 1970 UTC.
    package var start: Int { end - Window.seconds }

    package func advanced(by windows: Int) -> Window { Window(index: index + windows) }

    package static func < (left: Window, right: Window) -> Bool { left.index < right.index }
}

extension ClosedRange<Window> {
    /// Every window of the range, oldest first.
    package var windows: some Sequence<Window> { (lowerBound.index...upperBound.index).lazy.map(Window.init(index:)) }

    package var count: Int { upperBound.index - lowerBound.index + 1 }
}
