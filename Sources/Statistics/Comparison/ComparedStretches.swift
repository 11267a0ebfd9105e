import Latency
import Support

/// Which stretches of the past a stretch is compared with: as long as it, at the same hours on the clock, none overlapping.
///
/// Those of the same weekday where at least six are there, else those of the same kind of day (Saturday and Sunday, or
/// not), else all: what a weekend does to latencies is no change.
package struct ComparedStretches: Sendable {
    /// Each `(start, end]`, in seconds since 1970 UTC, the oldest first.
    package let blocks: [ClosedRange<Int>]

    /// A baseline reaches so many days back, or that many blocks where they are longer.
    package static let days = 28
    package static let mostBlocks = 12

    /// - Parameters:
    ///   - later: seconds since 1970 UTC.
    ///   - oldest: nothing was collected before it, in seconds since 1970 UTC.
    package init(before later: ClosedRange<Int>, since oldest: Int, zone: Zone, minimum: Int = 6) {
        let (start, end) = (zone.clock(at: later.lowerBound), zone.clock(at: later.upperBound))
        // A day from noon to noon is of the weekday that its midnight begins.
        let middle = (start + end) / 2
        let stride = max(1, (end - start + 86_399) / 86_400)
        let reach = max(Self.days / stride, Self.mostBlocks)
        let all = (1...reach).compactMap { number -> Candidate? in
            let back = number * stride * 86_400
            let block = zone.instant(showing: start - back)...zone.instant(showing: end - back)
            guard block.lowerBound >= oldest else { return nil }
            return Candidate(block: block, weekday: Self.weekday(middle - back))
        }
        let weekday = Self.weekday(middle)
        let same = all.filter { $0.weekday == weekday }
        let alike = all.filter { Self.isWeekend($0.weekday) == Self.isWeekend(weekday) }
        let chosen = stride.isMultiple(of: 7) ? all : [same, alike].first { $0.count >= minimum } ?? all
        blocks = chosen.reversed().map(\.block)
    }

    private struct Candidate {
        let block: ClosedRange<Int>
        let weekday: Int
    }

    /// 0 is Monday.
    private static func weekday(_ clock: Int) -> Int { (clock / 86_400 + 3) % 7 }

    private static func isWeekend(_ weekday: Int) -> Bool { weekday > 4 }
}
