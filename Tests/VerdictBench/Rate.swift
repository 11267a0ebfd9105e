import Glibc

/// How often something happened.
struct Rate {
    private(set) var hits = 0
    private(set) var trials = 0

    mutating func add(_ hit: Bool) {
        trials += 1
        if hit { hits += 1 }
    }

    mutating func add(_ other: Rate) {
        hits += other.hits
        trials += other.trials
    }

    var share: Double { trials == 0 ? 0 : Double(hits) / Double(trials) }

    /// One-sided, 95 % (Clopper and Pearson, 1934), by halving.
    var upper: Double {
        bound { share in chance(of: 0...hits, share: share) > 0.05 }
    }

    /// One-sided, 95 %.
    var lower: Double {
        hits == 0 ? 0 : bound { share in chance(of: 0...hits - 1, share: share) >= 0.95 }
    }

    private func bound(_ isBelow: (Double) -> Bool) -> Double {
        var (low, high) = (0.0, 1.0)
        for _ in 0..<40 {
            let middle = (low + high) / 2
            if isBelow(middle) { low = middle } else { high = middle }
        }
        return high
    }

    private func chance(of range: ClosedRange<Int>, share: Double) -> Double {
        guard share > 0, share < 1 else { return share <= 0 ? 1 : (range.upperBound >= trials ? 1 : 0) }
        let n = Double(trials)
        return range.reduce(0) { sum, count in
            let k = Double(count)
            return sum
                + exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * log(share) + (n - k) * log1p(-share))
        }
    }
}

/// Rates by what they are of, in the order in which they came.
struct Rates {
    private(set) var names: [String] = []
    private(set) var values: [String: Rate] = [:]

    mutating func add(_ name: String, _ hit: Bool) {
        if values[name] == nil { names.append(name) }
        values[name, default: Rate()].add(hit)
    }

    mutating func add(_ other: Rates) {
        for name in other.names {
            if values[name] == nil { names.append(name) }
            if let rate = other.values[name] { values[name, default: Rate()].add(rate) }
        }
    }
}
