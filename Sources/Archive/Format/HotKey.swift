import Latency

/// The key of a `hot` row: `source << 40 | T / 300`, T the window's end, so that a source's windows are one range in the
/// order of time.
package enum HotKey {
    private static let bits = 40
    /// The greatest number of a window that has a key.
    package static let last = 1 << bits - 1

    /// Nil for windows that end before 1970 or after the year 10,000,000, which have no key.
    package static func key(source: Int, window: Window) -> Int? {
        guard (0...last).contains(window.index) else { return nil }
        return source << bits | window.index
    }

    package static func window(of key: Int) -> Window { Window(index: key & last) }

    /// The keys that the windows of a range may have; nil where they have none.
    package static func range(source: Int, windows: ClosedRange<Window>) -> ClosedRange<Int>? {
        guard windows.upperBound.index >= 0, windows.lowerBound.index <= last else { return nil }
        let base = source << bits
        return (base | max(windows.lowerBound.index, 0))...(base | min(windows.upperBound.index, last))
    }

    /// All windows of a source.
    package static func range(source: Int) -> ClosedRange<Int> { (source << bits)...(source << bits | last) }
}
