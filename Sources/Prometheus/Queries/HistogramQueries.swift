/// The questions that a collection asks about one histogram metric, as PromQL.
///
/// All are evaluated at the ends of windows: `[5m]` is the window itself and `[5m] offset 5m` the one before it, where the
/// near anchor lies.
package struct HistogramQueries: Sendable {
    package let selector: MetricSelector

    package init(_ selector: MetricSelector) { self.selector = selector }

    /// Cumulative bucket counts (`le` present) and sums of latencies (`le` absent), summed over the replicas of each
    /// model. Between two boundaries the differences are the increments, wherever no replica had an event.
    package var sums: String {
        "sum by (\(selector.modelLabel), le) (\(selector.bucketsAndSums()))"
    }

    /// The models with an event, for which a difference of sums is not the increment: a replica appeared, vanished,
    /// lived briefly, or restarted. A restart shows as a falling count or as another start of the process, since small
    /// counts may have grown past their old values by the next scrape. Where no process tells its start, all that may
    /// hide a restart is an event: the first ten minutes of a replica, a restart in the last ten, a scrape that is missing.
    package var events: String {
        let c = selector.counts()
        let starts = "process_start_time_seconds"
        return """
            count by (\(selector.modelLabel)) (\
            (last_over_time(\(c)[5m]) unless \(c) offset 5m) \
            or (\(c) offset 5m unless \(c)) \
            or (last_over_time(\(c)[5m]) unless \(c)) \
            or (resets(\(c)[10m]) - resets(\(c)[5m] offset 5m) > 0) \
            or (\(c) and on (job, instance) (\(starts) > time() - 600 or changes(\(starts)[10m]) > 0)) \
            or (\(c) unless (\(c) offset 10m and (resets(\(c)[10m]) == 0) \
            and (count_over_time(\(c)[5m]) >= count_over_time(\(c)[5m] offset 5m))) \
            unless on (job, instance) (count by (job, instance) (\(starts)) == 1)))
            """
    }

    /// How many replicas of each model had each `le` in the window: counts that differ between the `le` of a model
    /// show replicas with different bucket layouts.
    package func layouts(of models: [String]) -> String {
        "count by (\(selector.modelLabel), le) (last_over_time(\(selector.buckets(of: models))[5m]))"
    }

    /// Every sample of some models' replicas in the window and the one before it, for an instant query: the closer look.
    ///
    /// Summing PromQL's view of each case (new, restarted, back after a gap) on the server instead takes it longer than
    /// sending the samples, and can only estimate what happened around a restart.
    package func samples(of models: [String]) -> String {
        selector.bucketsAndSums(of: models) + "[10m]"
    }

    /// What the targets of some replicas say of themselves, in the window and the one before it, for an instant query:
    /// every sample of `EvidenceMetric`. Targets are given by their `job` and `instance`.
    package func evidence(of targets: [[String: String]]) -> String {
        let names = EvidenceMetric.allCases.map(\.rawValue).joined(separator: "|")
        return "{" + (["__name__=~" + PromQL.quoted(names)] + PromQL.matchers(targets)).joined(separator: ",")
            + "}[10m]"
    }

    /// The newest five-minute boundary, in seconds since 1970 UTC, at which some replicas had a sample not older than
    /// five minutes, among those before the window and the one before it.
    ///
    /// - Parameters:
    ///   - replicas: their labels without the name and `le`.
    ///   - reach: how far back to look.
    package func lastSeen(_ replicas: [[String: String]], within reach: Reach) -> String {
        let seen = "last_over_time(\(selector.counts(of: replicas))[5m])"
        return "max_over_time((time() + 0 * \(seen))[\(reach.rawValue):5m] offset 10m)"
    }

    /// Every sample of some replicas in five minutes, for an instant query at their end.
    package func samples(ofReplicas replicas: [[String: String]]) -> String {
        selector.bucketsAndSums(of: replicas) + "[5m]"
    }
}

/// How far before a window a replica's last sample is searched for.
package enum Reach: String, CaseIterable, Sendable {
    /// An hour: enough for scrape gaps and restarts, and cheap.
    case near = "1h"
    /// A month: for replicas that come back after a long outage.
    case far = "31d"
}

/// What servers know of every target that they scrape.
package enum EvidenceMetric: String, CaseIterable, Sendable {
    /// 1 after a scrape that succeeded, 0 after one that did not.
    case up
    /// When the target's process began, in seconds since 1970 UTC: the target tells.
    case processStart = "process_start_time_seconds"
    /// How many samples a scrape found, before the server dropped or renamed any.
    case samplesScraped = "scrape_samples_scraped"
}
