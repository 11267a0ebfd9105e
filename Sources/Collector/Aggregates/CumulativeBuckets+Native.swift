import Latency
import Prometheus

extension CumulativeBuckets {
    /// A native histogram's counts at the bounds of its filled buckets.
    ///
    /// Buckets of an exponential histogram that is finer than schema 3 are merged to that. The zero bucket begins at 0.
    ///
    /// Observations below zero, as of a clock that was set back, are at most as large as any: they are counted at the lowest
    /// bound, as in a classic histogram. Refused are buckets that overlap or don't add up, and impossible counts.
    init(_ histogram: NativeHistogram) throws(Refusal) {
        let all = histogram.buckets.filter { $0.count != 0 }
        if let bucket = all.first(where: { !Self.isCount($0.count) }) {
            throw Refusal(reason: "has an impossible count \(bucket.count)")
        }
        // The first custom bucket begins at -Inf, as a classic one does.
        let filled = all.filter { $0.upper > 0 || $0.lower == -.infinity && $0.upper == 0 }
        let isExponential = Self.isExponential(filled)
        var steps: [Step] = []
        var count = all.reduce(0) { $0 + $1.count } - filled.reduce(0) { $0 + $1.count }
        /// Where the bucket before ended. The zero bucket may reach into the next one, which then begins behind it.
        var end = -Double.infinity
        for bucket in filled {
            var (lower, upper) = (bucket.lower, bucket.upper)
            if isExponential, upper < .infinity {
                upper = ExponentialBounds.bound(upper) ?? Self.merged(bucket)
                if lower > 0 { lower = ExponentialBounds.floor(lower) }
            }
            let isSame = steps.last?.bound == upper
            if !isSame, lower > steps.last?.bound ?? 0 { steps.append(Step(bound: lower, count: count)) }
            guard bucket.lower >= end * (1 - 1e-12), isSame || upper > steps.last?.bound ?? -1 else {
                throw Refusal(reason: "has buckets that overlap")
            }
            end = bucket.lower < 0 ? -.infinity : bucket.upper
            count += bucket.count
            if isSame { steps.removeLast() }
            steps.append(Step(bound: upper, count: count))
        }
        guard histogram.count >= count else { throw Refusal(reason: "has fewer requests than in its buckets") }
        guard Self.isCount(histogram.count) else {
            throw Refusal(reason: "has an impossible count \(histogram.count)")
        }
        // Observations that are no number are counted, but in no bucket. They lie above all bounds of a layout.
        if isExponential, histogram.count > count, count > 0 {
            steps.append(Step(bound: .greatestFiniteMagnitude, count: count))
        }
        if steps.last?.bound == .infinity { steps.removeLast() }
        steps.append(Step(bound: .infinity, count: histogram.count))
        self.init(isExponential ? .exponential : .custom, steps, sum: histogram.sum)
    }

    /// The upper bound of the bucket of schema 3 that holds a finer one. The zero bucket's need be none of any schema.
    private static func merged(_ bucket: NativeHistogram.Bucket) -> Double {
        bucket.lower < 0 ? bucket.upper : ExponentialBounds.ceiling(bucket.upper)
    }

    /// 2^(1/2^s) for the schemas that native histograms may have, -4 to 8: how far a bucket's bounds are apart.
    private static let ratios = [
        65536, 256, 16, 4, 2, 1.4142135623730951, 1.189207115002721, 1.0905077326652577, 1.0442737824274138,
        1.0218971486541166, 1.0108892860517005, 1.0054299011128027, 1.0027112750502025,
    ]

    /// Whether all buckets look like those of an exponential histogram. Custom ones that happen to may be taken for such.
    private static func isExponential(_ buckets: [NativeHistogram.Bucket]) -> Bool {
        var zeroThreshold = 0.0
        for bucket in buckets {
            if bucket.lower < 0, bucket.lower == -bucket.upper {
                zeroThreshold = bucket.upper
                continue
            }
            // Beyond the last bound that a number can be.
            if bucket.upper == .infinity, bucket.lower > 1e300 { continue }
            guard bucket.lower > 0, bucket.upper < .infinity else { return false }
            // A zero bucket that reaches into this one cuts it short.
            if bucket.lower == zeroThreshold { continue }
            guard let ratio = ratios.first(where: { abs(bucket.upper / bucket.lower / $0 - 1) < 1e-9 }) else {
                return false
            }
            // Its bounds are such of schema 3, or it lies between two of them; those of a coarse one are among few.
            let holder = ExponentialBounds.ceiling(bucket.upper) / ExponentialBounds.floor(bucket.lower)
            guard abs(holder / max(ratio, 1.0905077326652577) - 1) < 1e-9 else { return false }
            if ratio > 2, bucket.upper.exponent % ratio.exponent != 0 { return false }
        }
        return true
    }
}
