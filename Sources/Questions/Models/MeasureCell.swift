import Latency

/// One measure of one model over a stretch of time.
package struct MeasureCell: Hashable, Sendable {
    /// Why there are no percentiles. JSON has the raw values.
    package enum Reason: String, CaseIterable, Sendable {
        /// No metric of the source tells it.
        case notMeasured = "not_measured"
        /// Nothing of the stretch was collected.
        case notCollected = "not_collected"
        /// No replica of the model had a sample.
        case noData = "no_data"
        /// Samples, but no requests.
        case noTraffic = "no_traffic"
        /// Requests, but no bucket has a finite bound: at best there is a mean.
        case noBounds = "no_bounds"
    }

    package let p50: Percentile?
    package let p95: Percentile?
    /// In milliseconds; nil where the server does not tell the sum.
    package let mean: Double?
    /// Requests, or intervals between tokens; nil where nothing is known of the model.
    package let observations: Int?
    package let quality: Quality?
    /// nil where there are percentiles.
    package let why: Reason?
    /// How its p95 stands against what holds for the measure and the model; nil without one.
    package let verdict: LatencyVerdict?

    init(why: Reason) {
        (p50, p95, mean, observations, quality, verdict) = (nil, nil, nil, nil, nil, nil)
        self.why = why
    }

    /// - Parameter unit: that of the histogram's bounds.
    init(_ total: RangeTotals.Total, unit: LatencyUnit, thresholds: LatencyThresholds) {
        let percentiles = Percentiles(of: total.histogram, unit: unit)
        let requests = total.histogram.requests
        (p50, p95, mean) = (percentiles.p50, percentiles.p95, percentiles.mean)
        (observations, quality) = (requests, total.quality)
        why = requests == 0 ? .noTraffic : percentiles.p95 == nil ? .noBounds : nil
        verdict = percentiles.p95.map { thresholds.verdict(of: $0) }
    }
}
