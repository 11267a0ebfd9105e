/// The questions that a collection asks about one histogram metric, as PromQL.
///
/// All are evaluated at the ends of windows: `[5m]` is the window itself and `[5m] offset 5m` the one before it, where the
/// near anchor lies.
///
/// Both kinds of histograms are asked for together: which a server has differs by model and replica, and changes. Where it
/// has no native ones, their parts of the queries find no series and cost nothing; those of them that not every server
/// understands are only sent to one that has some.
package struct HistogramQueries: Sendable {
    /// The label that tells which `AnchorFact` a row of the answer to `anchors` is.
    package static let factLabel = "metricsctl_fact"

    package let selector: MetricSelector

    package init(_ selector: MetricSelector) { self.selector = selector }

    /// Cumulative bucket counts (`le` present), sums of latencies (`le` absent) and native histograms, which their names
    /// tell apart, summed over the replicas of each model. Between two boundaries the differences are the increments,
    /// wherever no replica had an event.
    package var sums: String {
        "sum by (__name__, \(selector.modelLabel), le) (\(selector.everything()))"
    }

    /// Whether the values of an answer's series are those of a classic histogram. Others that come along are those of
    /// another metric with the name of the histogram, such as a summary.
    package static func isClassic(_ series: Series) -> Bool {
        guard let name = series.labels["__name__"] else { return true }
        return name.hasSuffix("_bucket") || name.hasSuffix("_sum")
    }

    /// The models with an event, for which a difference of sums is not the increment: a replica appeared, vanished,
    /// lived briefly, or restarted. A restart shows as a falling count, or as the age of a young process, since small
    /// counts may have grown past their old values by the next scrape.
    ///
    /// - Parameter hasNative: whether the server is known to have native histograms, and so the function that tells
    ///   their counts: Prometheus 2.42 sees no `resets` of the histograms themselves.
    package func events(hasNative: Bool) -> String {
        var events = [selector.counts(), selector.native()].flatMap { c in
            [
                "(last_over_time(\(c)[5m]) unless \(c) offset 5m)",
                "(\(c) offset 5m unless \(c))",
                "(last_over_time(\(c)[5m]) unless \(c))",
                "(\(c) and on (job, instance) (process_start_time_seconds > time() - 600))",
            ]
        }
        let c = selector.counts()
        events.append("(resets(\(c)[10m]) - resets(\(c)[5m] offset 5m) > 0)")
        if hasNative {
            let n = "histogram_count(\(selector.native()))"
            events.append("(resets(\(n)[10m:15s]) - resets(\(n)[5m:15s] offset 5m) > 0)")
        }
        return "count by (\(selector.modelLabel)) (\(events.joined(separator: " or ")))"
    }

    /// Of models that have both kinds of histograms, those with a replica that has only one of them: adding up the two
    /// kinds would count the replicas twice that have both, and taking one kind would lose those that lack it.
    package func singleKind(of models: [String]) -> String {
        let (c, n) = (selector.counts(of: models), selector.native(of: models))
        return
            "count by (\(selector.modelLabel)) ((\(c) unless ignoring (le) \(n)) or (\(n) unless ignoring (le) \(c)))"
    }

    /// The native histograms that there were in the last week, by their counts.
    package static func recentNative(_ metric: String) -> String {
        "max_over_time(histogram_count({__name__=\(PromQL.quoted(metric))})[7d:5m])"
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
        selector.everything(of: models) + "[10m]"
    }

    /// Every sample of some models' native histograms in two minutes before a window, for an instant query: the anchors
    /// of which `anchors` only tells the time, since Prometheus 2.42 has no `last_over_time` of histograms.
    ///
    /// - Parameter age: how long before the window's end the two minutes began, in seconds, more than 120.
    package func nativeAnchors(of models: [String], age: Int) -> String {
        "\(selector.native(of: models))[121s] offset \(age - 120)s"
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
        let (b, c, n) = (
            selector.bucketsAndSums(of: models), selector.counts(of: models), selector.native(of: models)
        )
        let (cBack, nBack) = (Self.returned(c), Self.returned(n))
        // A replica may have come back with the other kind.
        let back = "and ignoring (le) (\(cBack) or \(nBack))"
        let anchor = "last_over_time(\(b)[\(reach.rawValue)] offset 5m) \(back)"
        let time = "max_over_time(timestamp(\(c))[\(reach.rawValue):1m] offset 5m) \(back)"
        let nativeTime = "max_over_time(timestamp(\(n))[\(reach.rawValue):1m] offset 5m) \(back)"
        let scraped = "max by (job, instance) (min_over_time(timestamp(up == 1)[10m:15s]))"
        return [
            Self.labelled(.value, anchor), Self.labelled(.time, time), Self.labelled(.nativeTime, nativeTime),
            Self.labelled(.firstScrape, "0 * (\(cBack)) + on (job, instance) group_left () \(scraped)"),
            Self.labelled(.firstScrape, "0 * timestamp(\(nBack)) + on (job, instance) group_left () \(scraped)"),
        ].joined(separator: " or ")
    }

    /// The series of a selector that have samples in the window, but none in the one before.
    private static func returned(_ selector: String) -> String {
        "last_over_time(\(selector)[5m]) unless last_over_time(\(selector)[5m] offset 5m)"
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
    /// The same for its native histogram, whose counts `HistogramQueries.nativeAnchors` tells.
    case nativeTime = "native_time"
    /// When its target was first scraped successfully in the last ten minutes, or up to 15 s later; seconds since 1970 UTC.
    /// Of several targets with its job and instance, the one that came last: a change of the target's labels makes all
    /// series look new, and the old labels' scrapes are no proof that they are.
    case firstScrape = "first_scrape"
}
