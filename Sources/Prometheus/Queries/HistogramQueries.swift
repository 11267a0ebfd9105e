import Latency

/// The questions that a collection asks about one metric, as PromQL: a histogram, a counter, or a sum and a count.
///
/// All are evaluated at the ends of windows: `[5m]` is the window itself and `[5m] offset 5m` the one before it, where the
/// near anchor lies.
///
/// Both kinds of histograms are asked for together: which a server has differs by model and replica, and changes. Where it
/// has no native ones, their parts of the queries find no series and cost nothing; the function that not every server
/// has is only sent to one that has some.
///
/// What has no buckets is asked for as a histogram with the one up to +Inf. A metric that is there under several names is
/// joined from them, series by series; labels decide which are the same.
package struct HistogramQueries: Sendable {
    package private(set) var selector: MetricSelector

    package init(_ selector: MetricSelector) { self.selector = selector }

    /// Cumulative bucket counts (`le` present) or counts by range (`vmrange` present), sums of latencies (both absent) and native histograms (which alone keep
    /// their name), summed over the replicas of each model. Between two boundaries the differences are the increments,
    /// wherever no replica had an event.
    package var sums: String {
        let sums = selector.hasSums ? " or sum by (\(by), le) (\(Self.joined(selector.sums())))" : ""
        return "\(sumOfCounts)\(sums)\(orSumOfNative)"
    }

    /// As `sums`, of classic histograms by `le` alone and without their sums of latencies: `events` can tell those as well, and
    /// whether there are native ones. Counts by `vmrange` come added up, as series without `le`. So the server shares its work
    /// between two questions that it is asked at the same time.
    package var buckets: String {
        selector.isHistogram ? "sum by (\(by), le) (\(Self.joined(selector.counts())))" : sumOfCounts
    }

    private var by: String { selector.spelledLabels }

    private var sumOfCounts: String {
        let counts = Self.joined(selector.counts())
        guard !selector.isHistogram else { return "sum by (\(by), le, vmrange) (\(counts))" }
        return Self.upToInfinity("sum by (\(by)) (\(counts))")
    }

    /// Values that have no `le`, as the counts of the only bucket.
    static func upToInfinity(_ expression: String) -> String {
        #"label_replace(\#(expression), "le", "+Inf", "", "")"#
    }

    private var orSumOfNative: String {
        guard selector.isHistogram else { return "" }
        return " or on (__name__, \(by), le) sum by (__name__, \(by)) (\(Self.joined(selector.native())))"
    }

    /// Of every series what the first of some expressions has of it.
    static func joined(_ expressions: [String], _ function: (String) -> String = { $0 }) -> String {
        expressions.map(function).joined(separator: " or ")
    }

    /// The labels that the series of `sums` and `buckets` may have.
    package var sumLabels: Set<Name> { layoutLabels.union(["vmrange", "__name__"]) }
    /// Those of `layouts`.
    package var layoutLabels: Set<Name> { modelLabels.union(["le"]) }
    /// Those of the queries that count something by model, and by the further labels.
    package var modelLabels: Set<Name> { Set(selector.keyLabels) }

    /// The same questions as another server wants them to be written; nil where there is no other way.
    package func respelled() -> HistogramQueries? {
        let isPlain = selector.keyLabels.allSatisfy { MetricSelector.isLabelName($0.text) }
        guard selector.spelling == .quoted, !isPlain else { return nil }
        var other = self
        other.selector.spelling = .escaped
        return other
    }

    /// What the values of an answer's series are, and by which of the metric's names; nil for those of another metric with
    /// the name of the histogram, such as a summary. What was summed up has no name: it is taken for the first one's.
    package func role(of series: Series) -> (name: Int, role: SeriesRole)? {
        if let name = series.labels["__name__"] { return selector.role(of: name) }
        let le = series.labels["le"] ?? ""
        let isCounted = !le.isEmpty || !(series.labels["vmrange"] ?? "").isEmpty || !selector.hasSums
        return (0, isCounted ? (selector.isHistogram ? .bucket : .total) : .sum)
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
        /// Some replica has a native histogram, or what else has the metric's own name.
        case native
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
    ///   - totals: whether to say, too, what classic histograms had counted, their sums of latencies, and where there are
    ///     native ones: all that `buckets` leaves out.
    package func events(hasNative: Bool, hasRanges: Bool = false, totals: Bool = false) -> String {
        let kinds = watched(hasNative: hasNative, hasRanges: hasRanges)
        let byModel = "by (\(by))"
        let series = Self.either(kinds.map(\.series))
        var parts = [
            "count \(byModel) (\(Self.events(of: kinds)))",
            remark(.unvouched, "count \(byModel) (\(series) unless \(Self.hasKnownStart))"),
        ]
        if totals {
            parts.append(remark(.total, "sum \(byModel) (\(Self.joined(selector.totals())))"))
            if selector.hasSums { parts.append(remark(.sum, "sum \(byModel) (\(Self.joined(selector.sums())))")) }
            if selector.isHistogram { parts.append(remark(.native, nativeModels)) }
        }
        return parts.joined(separator: " or ")
    }

    /// The labels that the series of `events` may have.
    package var eventLabels: Set<Name> { modelLabels.union([Self.remarkLabel]) }

    /// Where no process tells its start, all that may hide a restart is an event: the first ten minutes of a replica, a
    /// restart in the last ten, a scrape that is missing, a count so small that it may have come about in the window.
    ///
    /// - Parameters: as of `events`.
    package func unvouchedEvents(hasNative: Bool, hasRanges: Bool = false) -> String {
        let events = watched(hasNative: hasNative, hasRanges: hasRanges).map(Self.unvouchedEvents)
        return "count by (\(by)) (\(events.joined(separator: " or ")))"
    }

    /// Counters that a restart sets back.
    private struct Watched {
        let series: String
        /// How many resets there were in the window and the one before it.
        let resets: String
        /// Has a value where there was any sample in these.
        let presence: String
        /// Which of the metric's names it has.
        let name: Int

        init(_ series: String, name: Int) {
            self.series = series
            resets = "resets(\(series)[10m])"
            presence = resets
            self.name = name
        }

        init(native series: String, name: Int) {
            self.series = series
            presence = "last_over_time(\(series)[10m])"
            resets = "resets(histogram_count(\(series))[10m:15s])"
            self.name = name
        }
    }

    private func watched(hasNative: Bool, hasRanges: Bool) -> [Watched] {
        let classic = selector.totals().enumerated().map { Watched($1, name: $0) }
        let native = selector.native().enumerated().map {
            hasNative ? Watched(native: $1, name: $0) : Watched($1, name: $0)
        }
        let ranges = hasRanges ? selector.ranges().enumerated().map { Watched($1, name: $0) } : []
        return classic + native + ranges
    }

    private static let starts = #"process_start_time_seconds{instance!=""}"#
    private static let hasKnownStart = "on (job, instance) (count by (job, instance) (\(starts)) == 1)"

    /// The replicas that had a sample in the window or the one before it, without those that have one at both ends of the
    /// window, no reset, and a process that is old enough.
    ///
    /// A reset or an end in the window before is taken for one in this window, too: telling them apart would cost every run
    /// more than the closer look that it spares. So is a name that came in these two: what was there under an older one
    /// goes on under it, or began again.
    private static func events(of kinds: [Watched]) -> String {
        let steady = kinds.map { kind in
            let goesOn = "(\(kind.series) and \(kind.series) offset 5m and (\(kind.resets) == 0))"
            let newer = kinds.filter { $0.name < kind.name }.map(\.presence)
            return newer.isEmpty ? goesOn : "(\(goesOn) unless \(either(newer)))"
        }
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
    package var nativeModels: String { "count by (\(by)) (\(Self.joined(selector.native())))" }

    /// Of models that have both kinds of histograms, those with a replica that has only one of them: adding up the two
    /// kinds would count the replicas twice that have both, and taking one kind would lose those that lack it.
    package func singleKind(of keys: [SeriesKey]) -> String {
        let (c, n) = (Self.either(selector.totals(of: keys)), Self.either(selector.native(of: keys)))
        return "count by (\(by)) ((\(c) unless ignoring (le) \(n)) or (\(n) unless ignoring (le) \(c)))"
    }

    /// Whether the server has any sample: of a target's `up`, or of the histogram where there are no targets.
    package var presence: String {
        (["up"] + allSeries).map { "count(\($0))" }.joined(separator: " or ")
    }

    /// How many replicas of a model had a sample in the window.
    package func presence(of key: SeriesKey) -> String {
        let kinds = selector.totals(of: [key]) + selector.native(of: [key]) + selector.ranges(of: [key])
        return "count by (\(by)) (\(Self.joined(kinds) { "last_over_time(\($0)[5m])" }))"
    }

    // MARK: For `doctor`

    /// How many series each model has, those of `vmrange` counted once.
    package var seriesByModel: String {
        let ranges = selector.ranges().map { " or count without (vmrange) (last_over_time(\($0)[15m]))" }.joined()
        return "count by (\(by)) (\(overKinds { "last_over_time(\($0)[15m])" })\(ranges))"
    }

    /// Which values of some labels occur together.
    package func groups(by labels: [String]) -> String {
        "group by (\(labels.joined(separator: ", "))) (\(allSeries.joined(separator: " or ")))"
    }

    /// How many samples the series that is scraped most had in the last 15 minutes.
    package var maximumSamples: String {
        "max(\(Self.joined(allSeries) { "count_over_time(\($0)[15m])" }))"
    }

    private func overKinds(_ function: (String) -> String) -> String {
        Self.joined(selector.totals() + selector.native(), function)
    }

    /// Selectors of all series of the metric, but for the sums.
    package var allSeries: [String] { selector.totals() + selector.native() + selector.ranges() }

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
    package func layouts(of keys: [SeriesKey]?) -> String {
        "count by (\(by), le) (\(Self.joined(selector.counts(of: keys)) { "last_over_time(\($0)[5m])" }))"
    }

    /// Every sample of some models' replicas in the window and the one before it, for an instant query: the closer look.
    ///
    /// Summing PromQL's view of each case (new, restarted, back after a gap) on the server instead takes it longer than
    /// sending the samples, and can only estimate what happened around a restart.
    package func samples(of keys: [SeriesKey]) -> SampleQuery { selector.everything(of: keys, minutes: 10) }

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
        let counted = selector.totals(of: replicas) + (hasRanges ? selector.ranges(of: replicas) : [])
        let seen = counted.map { "time() + 0 * last_over_time(\($0)[5m])" }
        let seenNative = selector.native(of: replicas).map { "timestamp(last_over_time(\($0)[5m]))" }
        return "max_over_time((\(Self.joined(seen + seenNative)))[\(reach.rawValue):5m] offset 10m)"
    }

    /// Every sample of some replicas in the window, or in it and those before it, for an instant query at its end.
    package func samples(ofReplicas replicas: [Labels], inWindows count: Int = 1) -> SampleQuery {
        selector.everything(of: replicas, minutes: 5 * count)
    }

    /// The replicas of a model that have a sample in the window or the one before it.
    package func replicas(of key: SeriesKey) -> String {
        let samples = selector.everything(of: [key], minutes: 10).separate
        return "count without (le) (\(Self.joined(samples) { "last_over_time(\($0))" }))"
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
