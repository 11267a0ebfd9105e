import Latency

extension HistogramQueries {
    /// The label that tells what `estimate` says of a series.
    package static let estimateLabel: Name = "metricsctl_estimate"
    /// Its value for increments.
    package static let isCounted = "counted"
    /// Its value for replicas of which nothing is known before the window: zeros.
    package static let isUnvouched: Name = "unvouched"

    /// What some models did in the window, as near as the server itself can tell it: for models whose samples it does not
    /// hand out. Classic histograms and counters alone, without the sums of the latter, under the metric's first name.
    ///
    /// Exact where a replica did not restart. Of one that did it is PromQL's `increase`, which sees neither what came
    /// before the window's first sample nor what the process did after its last scrape, and makes up for both by
    /// extrapolation. Counts are rounded to whole ones.
    package func estimate(of keys: [SeriesKey]) -> String {
        let (b, counts) = (selector.countsAndSums(of: keys), selector.counts(of: keys)[0])
        let starts = "process_start_time_seconds"
        let (now, near, far) = (
            "last_over_time(\(b)[5m])", "last_over_time(\(b)[5m] offset 5m)", "last_over_time(\(b)[1h] offset 5m)"
        )
        let isNew =
            "on (job, instance) (\(starts) > time() - 330 and on (job, instance) (count by (job, instance) (\(starts)) == 1))"
        let sinceNear = "(max without (le) (resets(\(b)[10m]) - resets(\(b)[5m] offset 5m)) > 0)"
        let sinceFar = "(max without (le) (resets(\(b)[65m]) - resets(\(b)[1h] offset 5m)) > 0)"
        let counted = """
            ((\(now) - \(near)) unless ignoring (le) \(sinceNear)) \
            or ((\(now) - \(far)) unless \(near) unless ignoring (le) \(sinceFar)) \
            or ((round(increase(\(counts)[5m])) or increase(\(b)[5m])) and ignoring (le) \(sinceNear)) \
            or (\(now) unless \(near) and ignoring (le) \(sinceFar)) \
            or (\(now) unless \(far) and \(isNew))
            """
        let unvouched = "0 * (\(now) unless \(far) unless \(isNew))"
        let sum = """
            sum by (\(selector.spelledLabels), le, \(Self.estimateLabel)) (\
            label_replace(\(counted), "\(Self.estimateLabel)", "\(Self.isCounted)", "", "") \
            or label_replace(\(unvouched), "\(Self.estimateLabel)", "\(Self.isUnvouched)", "", ""))
            """
        return selector.isHistogram ? sum : Self.upToInfinity(sum)
    }
}
