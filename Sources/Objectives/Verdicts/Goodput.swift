import Latency

/// The share of requests that keep several objectives at once, as far as the share that keeps each by itself tells.
package struct Goodput: Hashable, Sendable {
    package let bounds: (low: ExactShare, high: ExactShare)
    /// Whether the measures count numbers of requests that differ by more than 1 %: what one of them does not count may be good or
    /// bad.
    package let countsDiffer: Bool

    /// One objective's requests, errors included, and the good ones among them.
    package struct Part: Hashable, Sendable {
        package let requests: Int
        package let good: CountRange

        package init(requests: Int, good: CountRange) { (self.requests, self.good) = (requests, good) }
    }

    /// Of at least one objective; nil without requests. At the lowest, no request is bad twice; at the highest, the bad ones of
    /// all are among those of the worst (the bounds of Fréchet, 1935, for the intersection of events).
    package init?(_ parts: [Part]) {
        let all = parts.map(\.requests).max() ?? 0
        let bad = parts.reduce(Int128(0)) { $0 + Int128(all - $1.good.low) }
        let most = parts.map { $0.good.high.addingClamped(all - $0.requests) }.min() ?? 0
        guard let low = ExactShare(Int(clamping: Int128(all) - bad), of: all), let high = ExactShare(most, of: all)
        else {
            return nil
        }
        bounds = (low, high)
        let least = parts.map(\.requests).min() ?? 0
        countsDiffer = Int128(all - least) * 100 > Int128(all)
    }

    package static func == (left: Goodput, right: Goodput) -> Bool {
        left.bounds == right.bounds && left.countsDiffer == right.countsDiffer
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(bounds.low)
        hasher.combine(bounds.high)
    }
}
