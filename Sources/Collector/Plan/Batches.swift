import Latency

/// Cuts what is due into slices, each asked for and committed at once, newest first.
///
/// How many windows a server can answer at once is found out: half as many after a slice that was too much for it, up to
/// twice as many after one that was not.
package struct Batches: Sendable {
    /// So many windows at once to begin with, and at most. More would take a server with thousands of series longer than
    /// a request may last; the API itself answers at most 11,000 points.
    package static let longest = 36

    /// Ranges of windows to ask for, newest first.
    private var due: [ClosedRange<Window>]
    private var length = Batches.longest
    private var longest = Batches.longest

    init(_ due: [ClosedRange<Window>]) { self.due = due }

    /// The same for so many measures at once, of which fewer windows are kept in memory.
    func shared(by measures: Int) -> Batches {
        guard measures > 1 else { return self }
        var batches = self
        (batches.longest, batches.length) = (DueWindows.pushedLate, DueWindows.pushedLate)
        return batches
    }

    /// Whether both ask for the same windows.
    func hasWindows(of other: Batches) -> Bool { due == other.due }

    /// How many windows are left, the next slice's among them.
    package var windowsLeft: Int { due.reduce(0) { $0 + $1.count } }

    /// The slice to ask for now; nil when nothing is left.
    package var next: ClosedRange<Window>? {
        due.first.map { max($0.lowerBound, $0.upperBound.advanced(by: 1 - length))...$0.upperBound }
    }

    /// The next slice is done, or given up.
    package mutating func advance() {
        guard let slice = next else { return }
        if slice.lowerBound == due[0].lowerBound {
            due.removeFirst()
        } else {
            due[0] = due[0].lowerBound...slice.lowerBound.advanced(by: -1)
        }
        length = min(length * 2, longest)
    }

    /// Takes out the windows of a range that come before `first`.
    ///
    /// - Returns: how many those were.
    mutating func drop(_ range: ClosedRange<Window>, before first: Window) -> Int {
        let before = windowsLeft
        let end = max(range.lowerBound, min(first, range.upperBound.advanced(by: 1)))
        due = due.flatMap { part -> [ClosedRange<Window>] in
            var kept: [ClosedRange<Window>] = []
            if part.upperBound >= end { kept.append(max(part.lowerBound, end)...part.upperBound) }
            if part.lowerBound < range.lowerBound {
                kept.append(part.lowerBound...min(part.upperBound, range.lowerBound.advanced(by: -1)))
            }
            return kept
        }
        return before - windowsLeft
    }

    /// The next slice was too much for the server. False: it is a single window already.
    package mutating func halve() -> Bool {
        guard let count = next?.count, count > 1 else { return false }
        length = count / 2
        return true
    }
}
