/// A day of UTC. It holds what happened after its first midnight, up to and including its last: 288 windows, the one that
/// ends at midnight being the last of the day before that midnight. Its hours hold twelve windows each, likewise.
package struct UTCDay: Hashable, Comparable, Sendable {
    package static let seconds = 86_400
    package static let windows = 288
    package static let hours = 24
    package static let windowsPerHour = 12

    /// Days since 1970-01-01.
    package let index: Int

    package init(index: Int) { self.index = index }

    package init(holding window: Window) {
        let (quotient, remainder) = (window.index - 1).quotientAndRemainder(dividingBy: UTCDay.windows)
        index = remainder < 0 ? quotient - 1 : quotient
    }

    /// Its first midnight, in seconds since 1970 UTC.
    package var start: Int { index * UTCDay.seconds }
    /// Its last midnight, in seconds since 1970 UTC.
    package var end: Int { start + UTCDay.seconds }

    package var windows: ClosedRange<Window> { window(0)...window(UTCDay.windows - 1) }

    /// The window of a number from 0 to 287.
    package func window(_ slot: Int) -> Window { Window(index: index * UTCDay.windows + 1 + slot) }

    /// The number of a window that it holds, from 0 to 287.
    package func slot(of window: Window) -> Int { window.index - 1 - index * UTCDay.windows }

    /// The numbers of the windows of an hour from 0 to 23.
    package static func slots(ofHour hour: Int) -> Range<Int> { hour * windowsPerHour..<(hour + 1) * windowsPerHour }

    package static func < (left: UTCDay, right: UTCDay) -> Bool { left.index < right.index }
}
