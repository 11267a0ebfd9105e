import Latency

extension CumulativeBuckets {
    /// The counts as one part of a histogram, one count per bucket.
    ///
    /// Bounds below zero are left out: what was observed there, as of a clock that was set back, is counted at the lowest
    /// bound that is left, as in a native histogram. Refused are: no bucket up to +Inf, and counts that are not finite, fall
    /// with a rising bound, are negative, or are not whole.
    func part(_ unit: LatencyUnit = .seconds) throws(Refusal) -> Histogram.Part {
        guard isComplete else { throw Refusal(reason: "has no bucket le=\"+Inf\"") }
        var whole: [(bound: Double, count: Int)] = []
        whole.reserveCapacity(steps.count)
        for step in steps {
            whole.append((step.bound, try Self.whole(step.count, atLeast: whole.last?.count ?? 0, step.bound)))
        }
        whole.removeAll { $0.bound < 0 }
        let own = BucketLayout(upperBounds: whole.dropLast().map(\.bound))
        guard let layout = exponentialLayout(unit) ?? rangedLayout(unit) ?? own else {
            throw Refusal(reason: "has bounds that no latency can have")
        }
        var counts: [Int] = []
        counts.reserveCapacity(layout.bucketCount)
        var (next, below) = (0, 0)
        for bound in layout.upperBounds + [.infinity] {
            while next < whole.count - 1, whole[next].bound < bound { next += 1 }
            // Above the bound of a step that the layout doesn't have nothing is counted up to the layout's bound.
            let isBehind = whole[next].bound > bound
            let cumulative = isBehind ? (next > 0 ? whole[next - 1].count : 0) : whole[next].count
            counts.append(cumulative - below)
            below = cumulative
        }
        guard let part = Histogram.Part(layout: layout, counts: counts) else {
            throw Refusal(reason: "has counts that don't fit its buckets")
        }
        return part
    }

    /// The finest of the common layouts none of whose bounds lies inside a bucket with requests; nil for other kinds, and
    /// if there is none.
    private func exponentialLayout(_ unit: LatencyUnit) -> BucketLayout? {
        guard kind == .exponential else { return nil }
        // Requests counted as zero may be anywhere up to the first bound: the layout has no bounds below it.
        let lowest = (steps.first?.count ?? 0) > 0 ? steps[0].bound : 0
        for layout in ExponentialBounds.layouts(unit) {
            let bounds = layout.upperBounds.filter { $0 >= lowest }
            if bounds.allSatisfy({ count(upTo: $0) != nil }) {
                return bounds.count == layout.upperBounds.count ? layout : BucketLayout(upperBounds: bounds)
            }
        }
        return nil
    }

    /// The layout of all such histograms; nil for other kinds, and where a bound of it lies inside a bucket with requests.
    private func rangedLayout(_ unit: LatencyUnit) -> BucketLayout? {
        guard kind == .ranged, let layout = RangedBounds.layout(unit) else { return nil }
        return layout.upperBounds.allSatisfy { count(upTo: $0) != nil } ? layout : nil
    }

    private static func whole(_ value: Double, atLeast below: Int, _ bound: Double) throws(Refusal) -> Int {
        guard value.isFinite, value >= 0, value <= largestIncrement, value == value.rounded() else {
            throw Refusal(reason: "has an impossible count \(value) in bucket \(le(bound))")
        }
        guard value >= Double(below) else {
            throw Refusal(reason: "has fewer requests in bucket \(le(bound)) than in the buckets below")
        }
        return Int(value)
    }

    private static func le(_ bound: Double) -> String { bound == .infinity ? "le=\"+Inf\"" : "le=\"\(bound)\"" }

    /// The sum of latencies in microseconds; nil if unknown or impossible, as where a clock was set back.
    func sumMicroseconds(_ unit: LatencyUnit) -> Int? {
        guard let sum, sum.isFinite, let whole = Int(exactly: unit.microseconds(sum).rounded()), whole >= 0 else {
            return nil
        }
        return whole
    }

    func histogram(_ unit: LatencyUnit) throws(Refusal) -> Histogram {
        Histogram(try part(unit), sumMicroseconds: sumMicroseconds(unit))
    }
}
