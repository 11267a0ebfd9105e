import Glibc

/// The normal distribution of mean 0 and deviation 1.
package enum Normal {
    /// How much of it lies below `value`.
    package static func share(below value: Double) -> Double { erfc(-value / 2.0.squareRoot()) / 2 }

    /// Below which value so much of it lies, more than 0 and less than 1; by halving.
    package static func quantile(_ share: Double) -> Double {
        var (low, high) = (-8.0, 8.0)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if self.share(below: middle) < share { low = middle } else { high = middle }
        }
        return low
    }
}
