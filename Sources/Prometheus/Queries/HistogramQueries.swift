import Latency

/// The questions that a collection asks about one histogram metric, as PromQL.
///
/// All are evaluated at the ends of windows: `[5m]` is the window itself and `[5m] offset 5m` the one before it, where the
/// near anchor lies.
///
/// Both kinds of histograms are asked for together: which a server has differs by model and replica, and changes. Where it
/// has no native ones, their parts of the queries find no series and cost nothing; the function that not every server
/// has is only sent to one that has some.
package struct HistogramQueries: Sendable {
    package private(set) var selector: MetricSelector

    package init(_ selector: MetricSelector) { self.selector = selector }

    /// Cumulative bucket counts (`le` present) or counts by range (`vmrange` present), sums of latencies (both absent) and native histograms (which alone keep
    /// their name), summed over the replicas of each model. Between two boundaries the differences are the increments,
    /// wherever no replica had an event.
    package var sums: String {
        "\(sumOfBuckets) or sum by (\(selector.spelledLabel), le) (\(selector.sums())) \(orSumOfNative)"
    }

    /// As `sums`, without the sums of latencies of classic histograms, which `events` can tell as well: so the server shares
    /// its work between two questions that it is asked at the same time.
    package var buckets: String { "\(sumOfBuckets) \(orSumOfNative)" }

    private var sumOfBuckets: String { "sum by (\(selector.spelledLabel), le, vmrange) (\(selector.buckets()))" }

    private var orSumOfNative: String {
        let label = selector.spelledLabel
        return "or on (__name__, \(label), le) sum by (__name__, \(label)) (\(selector.native()))"
    }

    /// The labels that the series of `sums` and `buckets` may have.
    package var sumLabels: Set<Name> { layoutLabels.union(["vmrange", "__name__"]) }
    /// Those of `layouts`.
    package var layoutLabels: Set<Name> { [selector.modelLabel, "le"] }
    /// Those of the queries that count something by model.
    package var modelLabels: Set<Name> { [selector.modelLabel] }

    /// The same questions as another server wants them to be written; nil where there is no other way.
    package func respelled() -> HistogramQueries? {
        guard selector.spelling == .quoted, !MetricSelector.isLabelName(selector.modelLabel.text) else { return nil }
        var other = self
        other.selector.spelling = .escaped
        return other
    }

    /// Whether the values of an answer's series are those of a classic histogram, which when summed up have no name. Others
    /// that come along are those of another metric with the name of the histogram, such as a summary.
    package static func isClassic(_ series: Series) -> Bool {
        guard let name = series.labels["__name__"] else { return true }
        return name.text.endsWith("_bucket") || name.text.endsWith("_sum")
    }

    /// The label of what `events` says beside its marks, and its values.
    package static let remarkLabel: Name = "metricsctl_remark"
    package enum Remark: String, Sendable {
        /// Some process does not tell its start.
        case unvouched
        /// All requests that replicas had counted.
        case total
        /// What these took together, in the metric's unit.
        case sum
    }

    /// - Parameter expression: one value by model.
    private func remark(_ remark: Remark, _ expression: String) -> String {
        #"label_replace(\#(expression), "\#(Self.remarkLabel)", "\#(remark.rawValue)", "", "")"#
    }

    /// The models with an event, for which a difference of sums is not the increment: a replica appeared, vanished,
    /// lived briefly, or restarted. A restart shows as a falling count or as another start of the process, since small
    /// counts may have grown past their old values by the next scrape.
    ///
    /// Models with a replica whose process does not tell its start are remarked: of them `unvouchedEvents` must be asked,
    /// too.
    ///
    /// - Parameters:
    ///   - hasNative: whether the server is known to have native histograms, and so the function that tells their counts:
    ///     Prometheus 2.42 sees no `resets` of the histograms themselves.
    ///   - hasRanges: whether it may have counts by `vmrange`: each range is watched by itself.
    ///   - totals: whether to say, too, what classic histograms had counted, and their sums of latencies.
    package func events(hasNative: Bool, hasRanges: Bool = false, totals: Bool = false) -> String {
        let kinds = watched(hasNative: hasNative, hasRanges: hasRanges)
        let byModel = "by (\(selector.spelledLabel))"
        let series = Self.either(kinds.map(\.series))
        var parts = [
            "count \(byModel) (\(Self.events(of: kinds)))",
            remark(.unvouched, "count \(byModel) (\(series) unless \(Self.hasKnownStart))"),
        ]
        if totals {
            parts.append(remark(.total, "sum \(byModel) (\(selector.counts()))"))
            parts.append(remark(.sum, "sum \(byModel) (\(selector.sums()))"))
        }
        return parts.joined(separator: " or ")
    }

    /// The labels that the series of `events` may have.
    package var eventLabels: Set<Name> { [selector.modelLabel, Self.remarkLabel] }

    /// Where no process tells its start, all that may hide a restart is an event: the first ten minutes of a replica, a
    /// restart in the last ten, a scrape that is missing, a count so small that it may have come about in the window.
    ///
    /// - Parameters: as of `events`.
    package func unvouchedEvents(hasNative: Bool, hasRanges: Bool = false) -> String {
        let events = watched(hasNative: hasNative, hasRanges: hasRanges).map(Self.unvouchedEvents)
        return "count by (\(selector.spelledLabel)) (\(events.joined(separator: " or ")))"
    }

    /// Counters that a restart sets back.
    private struct Watched {
        let series: String
        /// How many resets there were in the window and the one before it.
        let resets: String
        /// Has a value where there was any sample in these.
        let presence: String

        init(_ series: String) {
            self.series = series
            resets = "resets(\(series)[10m])"
            presence = resets
        }

        init(native series: String) {
            self.series = series
            presence = "last_over_time(\(series)[10m])"
            resets = "resets(histogram_count(\(series))[10m:15s])"
        }
    }

    private func watched(hasNative: Bool, hasRanges: Bool) -> [Watched] {
        let native = selector.native()
        return [Watched(selector.counts()), hasNative ? Watched(native: native) : Watched(native)]
            + (hasRanges ? [Watched(selector.ranges())] : [])
    }

    private static let starts = #"process_start_time_seconds{instance!=""}"#
    private static let hasKnownStart = "on (job, instance) (count by (job, instance) (\(starts)) == 1)"

    /// The replicas that had a sample in the window or the one before it, without those that have one at both ends of the
    /// window, no reset, and a process that is old enough.
    ///
    /// A reset or an end in the window before is taken for one in this window, too: telling them apart would cost every run
    /// more than the closer look that it spares.
    private static func events(of kinds: [Watched]) -> String {
        let steady = kinds.map { "(\($0.series) and \($0.series) offset 5m and (\($0.resets) == 0))" }
        return """
            \(either(kinds.map(\.presence))) unless (\(either(steady)) \
            unless on (job, instance) (\(starts) > time() - 600 or changes(\(starts)[10m]) > 0))
            """
    }

    private static func either(_ expressions: [String]) -> String { "(\(expressions.joined(separator: " or ")))" }

    private static func unvouchedEvents(of watched: Watched) -> String {
        let c = watched.series
        return """
            (\(c) unless (\(c) offset 10m and (\(watched.resets) == 0) and (\(c) > 3 * (\(c) - \(c) offset 5m)) \
            and (count_over_time(\(c)[5m]) >= clamp_min(count_over_time(\(c)[5m] offset 5m), 3))) \
            unless \(hasKnownStart))
            """
    }

    /// The models that have native histograms: `sums` lacks those whose histograms the server can't add up.
    package var nativeModels: String { "count by (\(selector.spelledLabel)) (\(selector.native()))" }

    /// Of models that have both kinds of histograms, those with a replica that has only one of them: adding up the two
    /// kinds would count the replicas twice that have both, and taking one kind would lose those that lack it.
    package func singleKind(of models: [Name]) -> String {
        let (c, n) = (selector.counts(of: models), selector.native(of: models))
        return
            "count by (\(selector.spelledLabel)) ((\(c) unless ignoring (le) \(n)) or (\(n) unless ignoring (le) \(c)))"
    }

    /// Whether the server has any sample: of a target's `up`, or of the histogram where there are no targets.
    package var presence: String {
        "count(up) or count(\(selector.counts())) or count(\(selector.native())) or count(\(selector.ranges()))"
    }

    /// How many replicas of a model had a sample in the window.
    package func presence(of model: Name) -> String {
        let kinds = [selector.counts(of: [model]), selector.native(of: [model]), selector.ranges(of: [model])]
        let present = kinds.map { "last_over_time(\($0)[5m])" }.joined(separator: " or ")
        return "count by (\(selector.spelledLabel)) (\(present))"
    }

    // MARK: For `doctor`

    /// How many series each model has, those of `vmrange` counted once.
    package var seriesByModel: String {
        let ranges = "count without (vmrange) (last_over_time(\(selector.ranges())[15m]))"
        return "count by (\(selector.spelledLabel)) (\(overKinds { "last_over_time(\($0)[15m])" }) or \(ranges))"
    }

    /// Which values of some labels occur together.
    package func groups(by labels: [String]) -> String {
        "group by (\(labels.joined(separator: ", "))) (\(allSeries.joined(separator: " or ")))"
    }

    /// How many samples the series that is scraped most had in the last 15 minutes.
    package var maximumSamples: String {
        "max(\(overKinds { "count_over_time(\($0)[15m])" }) or count_over_time(\(selector.ranges())[15m]))"
    }

    private func overKinds(_ function: (String) -> String) -> String {
        "\(function(selector.counts())) or \(function(selector.native()))"
    }

    /// Selectors of all series of the histogram.
    package var allSeries: [String] { [selector.counts(), selector.native(), selector.ranges()] }

    /// The native histograms that there were in the last week, by their counts.
    package static func recentNative(_ metric: String) -> String {
        "max_over_time(histogram_count({__name__=\(PromQL.quoted(metric))})[7d:5m])"
    }

    /// Whether there were classic buckets in the last week.
    package static func recentBuckets(_ metric: String) -> String {
        "count(last_over_time({__name__=\(PromQL.quoted(metric + "_bucket")),le=\"+Inf\"}[7d]))"
    }

    /// How many replicas of each model had each `le` in the window: counts that differ between the `le` of a model
    /// show replicas with different bucket layouts.
    ///
    /// - Parameter models: nil for all.
    package func layouts(of models: [Name]?) -> String {
        "count by (\(selector.spelledLabel), le) (last_over_time(\(selector.buckets(of: models))[5m]))"
    }

    /// Every sample of some models' replicas in the window and the one before it, for an instant query: the closer look.
    ///
    /// Summing PromQL's view of each case (new, restarted, back after a gap) on the server instead takes it longer than
    /// sending the samples, and can only estimate what happened around a restart.
    package func samples(of models: [Name]) -> SampleQuery { selector.everything(of: models, minutes: 10) }

    /// What the targets of some replicas say of themselves, in the window and the one before it, for an instant query:
    /// every sample of `EvidenceMetric`. Targets are given by their `job` and `instance`.
    package func evidence(of targets: [Labels]) -> SampleQuery {
        let asked = Set(targets)
        return SampleQuery(EvidenceMetric.allCases.map(\.rawValue), PromQL.matchers(targets), minutes: 10) { labels in
            // Those that mix the labels of several may come with them.
            ["job", "instance"].allSatisfy { name in
                asked.contains { $0[name] == labels[name] }
            }
        }
    }

    /// The newest five-minute boundary, in seconds since 1970 UTC, at which some replicas had a sample not older than
    /// five minutes, among those before the window and the one before it.
    ///
    /// - Parameters:
    ///   - replicas: their labels without the name and `le`.
    ///   - reach: how far back to look.
    ///   - hasRanges: whether some have counts by `vmrange`.
    package func lastSeen(_ replicas: [Labels], within reach: Reach, hasRanges: Bool = false) -> String {
        var seen = "time() + 0 * last_over_time(\(selector.counts(of: replicas))[5m])"
        if hasRanges { seen += " or time() + 0 * last_over_time(\(selector.ranges(of: replicas))[5m])" }
        let seenNative = "timestamp(last_over_time(\(selector.native(of: replicas))[5m]))"
        return "max_over_time((\(seen) or \(seenNative))[\(reach.rawValue):5m] offset 10m)"
    }

    /// Every sample of some replicas in the window, or in it and those before it, for an instant query at its end.
    package func samples(ofReplicas replicas: [Labels], inWindows count: Int = 1) -> SampleQuery {
        selector.everything(of: replicas, minutes: 5 * count)
    }

    /// The replicas of a model that have a sample in the window or the one before it.
    package func replicas(of model: Name) -> String {
        let samples = selector.everything(of: [model], minutes: 10).separate.map { "last_over_time(\($0))" }
        return "count without (le) (\(samples.joined(separator: " or ")))"
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
