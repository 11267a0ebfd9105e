/// The questions that a collection asks about one histogram metric, as PromQL.
///
/// All are evaluated at the ends of windows, and all look five minutes back: `[5m]` is the window itself and
/// `[5m] offset 5m` the one before it, where the near anchor lies.
package struct HistogramQueries: Sendable {
    /// The label that tells which case of `IncrementCase` a row of the closer look belongs to.
    package static let caseLabel = "metricsctl_case"

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

    /// The increments of some models, replica by replica, each row labelled with the case that it falls under.
    ///
    /// - Parameters:
    ///   - models: the models to ask for.
    ///   - reach: how far before the window an anchor is looked for.
    ///   - perReplica: false adds up the replicas of a model on the server, which only replicas of one bucket layout
    ///     allow. True sends every replica by itself, and with each bucket the time of its newest sample.
    package func closerLook(at models: [String], reach: Reach, perReplica: Bool) -> String {
        let increments = closerLookRows(of: models, reach)
        if perReplica {
            let times = Self.labelled(.sampleTime, "timestamp(\(selector.buckets(of: models)))")
            return increments + " or " + times
        }
        return "sum by (\(selector.modelLabel), le, \(Self.caseLabel)) (\(increments))"
    }

    private func closerLookRows(of models: [String], _ reach: Reach) -> String {
        let far = reach.rawValue
        let b = selector.bucketsAndSums(of: models)
        let buckets = selector.buckets(of: models)
        let last = "last_over_time(\(b)[5m])"
        let near = "last_over_time(\(b)[5m] offset 5m)"
        let anchor = "last_over_time(\(b)[\(far)] offset 5m)"
        // A counter of the replica fell after the near anchor, or after the far one.
        let fell = "(max without (le) (resets(\(buckets)[10m]) - resets(\(buckets)[5m] offset 5m)) > 0)"
        let fellSinceFar = """
            (max without (le) (resets(\(buckets)[\(reach.withWindow)]) \
            - resets(\(buckets)[\(far)] offset 5m)) > 0)
            """
        // The replica's process started after its newest sample before the window, whether or not a counter fell.
        let started = """
            (max by (job, instance) (last_over_time(process_start_time_seconds[5m])) \
            > on (job, instance) group_right () max_over_time(timestamp(\(selector.counts(of: models)))[\(far):1m] offset 5m))
            """
        // The target was scraped before without this series, or its process is younger than the window.
        let born = """
            (last_over_time(up[5m] offset 5m) == 1 \
            or last_over_time(process_start_time_seconds[5m]) > time() - 330)
            """
        let restarted = "(\(fell) or \(started))"
        let restartedSinceFar = "(\(fellSinceFar) or \(started))"
        return [
            Self.labelled(.exact, "(\(last) - \(near)) unless ignoring (le) \(restarted)"),
            Self.labelled(.spanned, "(\(last) - \(anchor)) unless \(near) unless ignoring (le) \(restartedSinceFar)"),
            Self.labelled(.resetInside, "(increase(\(b)[5m]) or \(last)) and ignoring (le) \(fell)"),
            Self.labelled(.resetUnseen, "(\(last) and \(near)) and ignoring (le) \(started) unless ignoring (le) \(fell)"),
            Self.labelled(.resetBefore, "((\(last) and \(anchor)) unless \(near)) and ignoring (le) \(restartedSinceFar)"),
            Self.labelled(.born, "(\(last) unless \(anchor)) and on (job, instance) \(born)"),
            Self.labelled(.unknown, "0 * ((\(last) unless \(anchor)) unless on (job, instance) \(born))"),
        ].joined(separator: " or ")
    }

    private static func labelled(_ increment: IncrementCase, _ expression: String) -> String {
        #"label_replace(\#(expression), "\#(caseLabel)", "\#(increment.rawValue)", "", "")"#
    }
}

/// How far before a window the closer look searches for an anchor.
package enum Reach: String, Sendable {
    /// An hour: enough for scrape gaps and restarts, and cheap.
    case near = "1h"
    /// A day: for replicas that come back after a long outage.
    case far = "1d"

    /// The reach and the window together, as PromQL writes it.
    var withWindow: String {
        switch self {
        case .near: "65m"
        case .far: "1445m"
        }
    }
}

/// What happened to a replica between its anchor and its newest sample in a window.
package enum IncrementCase: String, Sendable {
    /// Nothing: the anchor is at most five minutes older than the window, and the difference is the increment.
    case exact
    /// Nothing was scraped for a while; the difference may reach back before the window.
    case spanned
    /// It restarted inside the window: an estimate from the samples there.
    case resetInside = "reset_inside"
    /// It restarted, and counted past its old values before the next scrape: all since the restart.
    case resetUnseen = "reset_unseen"
    /// It restarted during a scrape gap: all since the restart.
    case resetBefore = "reset_before"
    /// It is new: everything counts.
    case born
    /// It has no anchor, and nothing says that it is new: zero.
    case unknown
    /// No increment, but the time (seconds since 1970 UTC) of a bucket's newest sample.
    case sampleTime = "time"
}
