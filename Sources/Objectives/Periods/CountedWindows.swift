import Latency

/// The windows of a stretch of time that count: all but those that are excluded.
package struct CountedWindows: Hashable, Sendable {
    /// The windows of the stretch; nil where it has none.
    package let all: ClosedRange<Window>?
    /// What is left, oldest first.
    package let counted: [ClosedRange<Window>]

    /// An exclusion leaves out every window that it overlaps at all.
    package init(_ all: ClosedRange<Window>?, excluding exclusions: some Sequence<Exclusion>) {
        self.all = all
        guard let all else {
            counted = []
            return
        }
        var counted: [ClosedRange<Window>] = []
        var next = all.lowerBound
        for excluded in exclusions.map(\.windows).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            guard excluded.upperBound >= next else { continue }
            if excluded.lowerBound > all.upperBound { break }
            if next < excluded.lowerBound { counted.append(next...excluded.lowerBound.advanced(by: -1)) }
            next = excluded.upperBound.advanced(by: 1)
        }
        if next <= all.upperBound { counted.append(next...all.upperBound) }
        self.counted = counted
    }

    /// Those of some stretches of time, oldest first, none of which overlap: they may touch.
    package init(_ runs: [ClosedRange<Window>]) {
        var counted: [ClosedRange<Window>] = []
        for run in runs {
            if let last = counted.last, last.upperBound.advanced(by: 1) == run.lowerBound {
                counted[counted.count - 1] = last.lowerBound...run.upperBound
            } else {
                counted.append(run)
            }
        }
        self.counted = counted
        all = counted.first.flatMap { first in counted.last.map { first.lowerBound...$0.upperBound } }
    }

    /// Those that count here and there.
    package func intersection(_ other: CountedWindows) -> CountedWindows {
        CountedWindows(counted.flatMap { run in other.counted.compactMap { run.overlap(with: $0) } })
    }

    package var count: Int { counted.lazy.map(\.count).reduce(0, +) }
    package var excludedCount: Int { (all?.count ?? 0) - count }

    /// How much of some windows counts.
    package enum Membership: Sendable { case all, some, none }

    package func membership(of windows: [ClosedRange<Window>]) -> Membership {
        let inside = windows.reduce(0) { $0 + count(in: $1) }
        if inside == 0 { return .none }
        return inside == windows.reduce(0) { $0 + $1.count } ? .all : .some
    }

    package func count(in windows: ClosedRange<Window>) -> Int {
        counted.reduce(0) { $0 + ($1.overlap(with: windows)?.count ?? 0) }
    }

    /// Before each of these windows it begins or ends to count.
    var cuts: [Window] { counted.flatMap { [$0.lowerBound, $0.upperBound.advanced(by: 1)] } }
}

extension Exclusion {
    /// The windows that it overlaps.
    package var windows: ClosedRange<Window> { Window(containing: from + 1)...Window(containing: to) }
}
