import Latency

/// A share as two whole numbers, so that it can be held against a target without rounding.
package struct ExactShare: Hashable, Sendable {
    /// From 0 to `whole`.
    package let part: Int
    /// At least 1.
    package let whole: Int

    /// Refuses (nil) a share of nothing. A part below 0 is 0, one above the whole is the whole.
    package init?(_ part: Int, of whole: Int) {
        guard whole > 0 else { return nil }
        self.part = min(max(part, 0), whole)
        self.whole = whole
    }

    package var fraction: Double { Double(part) / Double(whole) }

    /// Millionths, rounded down.
    package var roundedDown: Int { Int(Int128(part) * 1_000_000 / Int128(whole)) }
    /// Millionths, rounded up.
    package var roundedUp: Int { Int((Int128(part) * 1_000_000 + Int128(whole) - 1) / Int128(whole)) }

    package func reaches(_ target: Share) -> Bool {
        Int128(part) * 1_000_000 >= Int128(target.millionths) * Int128(whole)
    }

    package static func < (left: ExactShare, right: ExactShare) -> Bool {
        Int128(left.part) * Int128(right.whole) < Int128(right.part) * Int128(left.whole)
    }
}

extension ExactShare: Comparable {
    package static func == (left: ExactShare, right: ExactShare) -> Bool { !(left < right) && !(right < left) }

    package func hash(into hasher: inout Hasher) { hasher.combine(roundedDown) }
}
