/// The questions that a collection asks about one histogram metric, as PromQL.
///
/// All are evaluated at the ends of windows: `[5m]` is the window itself and `[5m] offset 5m` the one before it, where the
/// near anchor lies.
package struct HistogramQueries: Sendable {
    /// The label that tells which `AnchorFact` a row of the answer to `anchors` is.
    package static let factLabel = "metricsctl_fact"

    package let selector: MetricSelector

    package init(_ selector: MetricSelector) { self.selector = selector }

    /// Cumulative bucket counts (`le` present) and sums of latencies (`le` absent), summed over the replicas of each
    /// model. Between two boundaries the differences are the increments, wherever no replica had an event.
    package var sums: String {
        "sum by (\(selector.modelLabel), le) (\(selector.bucketsAndSums()))"
    }

    /// The models with an event, for which a difference of sums is not the increment: a replica appeared, vanished,
    /// lived briefly, or restarted. A restart shows as a falling count, or as the age of a young process, since small
    /// counts may have grown past their old values by the next scrape.
    package var events: String {
        let c = selector.counts()
        return """
            count by (\(selector.modelLabel)) (\
            (last_over_time(\(c)[5m]) unless \(c) offset 5m) \
            or (\(c) offset 5m unless \(c)) \
            or (last_over_time(\(c)[5m]) unless \(c)) \
            or (resets(\(c)[10m]) - resets(\(c)[5m] offset 5m) > 0) \
            or (\(c) and on (job, instance) (process_start_time_seconds > time() - 600)))
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

    /// When the processes began, in seconds since 1970 UTC, of every target that has one younger than the farthest
    /// anchor; the target's older ones are needed to see that its youngest need not be the one that counts.
    package var youngProcesses: String {
        let starts = "last_over_time(process_start_time_seconds[5m])"
        return "\(starts) and on (job, instance) (\(starts) > time() - 90000)"
    }

    /// What is known of replicas without a sample in the window before, each row labelled with its `AnchorFact`.
    ///
    /// - Parameters:
    ///   - models: the models to ask for.
    ///   - reach: how far before the window an anchor is looked for.
    package func anchors(of models: [String], reach: Reach) -> String {
        let b = selector.bucketsAndSums(of: models)
        let c = selector.counts(of: models)
        let returned = "last_over_time(\(c)[5m]) unless last_over_time(\(c)[5m] offset 5m)"
        let anchor = "last_over_time(\(b)[\(reach.rawValue)] offset 5m) and ignoring (le) (\(returned))"
        let time = "max_over_time(timestamp(\(c))[\(reach.rawValue):1m] offset 5m) and (\(returned))"
        let scraped = """
            0 * (\(returned)) + on (job, instance) group_left () \
            max by (job, instance) (min_over_time(timestamp(up == 1)[10m:15s]))
            """
        return [
            Self.labelled(.value, anchor), Self.labelled(.time, time), Self.labelled(.firstScrape, scraped),
        ].joined(separator: " or ")
    }

    private static func labelled(_ fact: AnchorFact, _ expression: String) -> String {
        #"label_replace(\#(expression), "\#(factLabel)", "\#(fact.rawValue)", "", "")"#
    }
}

/// How far before a window an anchor is searched for.
package enum Reach: String, Sendable {
    /// An hour: enough for scrape gaps and restarts, and cheap.
    case near = "1h"
    /// A day: for replicas that come back after a long outage.
    case far = "1d"
}

/// What a row of `HistogramQueries.anchors` tells about a replica that has come, or come back.
package enum AnchorFact: String, Sendable {
    /// A cumulative count or a sum of latencies at the newest sample before the window.
    case value
    /// When that sample was taken, or up to a minute earlier; seconds since 1970 UTC.
    case time
    /// When its target was first scraped successfully in the last ten minutes, or up to 15 s later; seconds since 1970 UTC.
    /// Of several targets with its job and instance, the one that came last: a change of the target's labels makes all
    /// series look new, and the old labels' scrapes are no proof that they are.
    case firstScrape = "first_scrape"
}
