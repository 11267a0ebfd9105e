import Latency

/// A quantile in milliseconds, not rounded, with the bounds that are sure to hold the true one.
package struct Percentile: Hashable, Sendable {
    package let milliseconds: Double
    package let lower: Double
    /// nil above the histogram's last finite bound.
    package let upper: Double?

    package init(milliseconds: Double, lower: Double, upper: Double?) {
        self.milliseconds = milliseconds
        self.lower = lower
        self.upper = upper
    }
}

/// What every answer tells of a histogram's latencies. All are nil without requests; the percentiles also where the
/// histogram has no finite bound.
package struct Percentiles: Hashable, Sendable {
    package let p50: Percentile?
    package let p95: Percentile?
    package let p99: Percentile?
    /// In milliseconds; nil too where the server doesn't tell the sum of latencies.
    package let mean: Double?

    init(p50: Percentile?, p95: Percentile?, p99: Percentile?, mean: Double?) {
        self.p50 = p50
        self.p95 = p95
        self.p99 = p99
        self.mean = mean
    }

    /// `unit` is that of the histogram's bounds.
    init(of histogram: Histogram, unit: LatencyUnit) {
        func percentile(_ quantile: Double) -> Percentile? {
            histogram.quantile(quantile).map { estimate in
                Percentile(
                    milliseconds: unit.milliseconds(estimate.value), lower: unit.milliseconds(estimate.lower),
                    upper: estimate.upper.map(unit.milliseconds))
            }
        }
        p50 = percentile(0.50)
        p95 = percentile(0.95)
        p99 = percentile(0.99)
        let requests = histogram.requests
        mean = requests == 0 ? nil : histogram.sumMicroseconds.map { Double($0) / Double(requests) / 1e3 }
    }
}
