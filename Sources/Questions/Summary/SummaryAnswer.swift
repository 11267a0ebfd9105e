import Archive
import Latency
import Objectives

/// All requests of a stretch of time, entry by entry.
package struct SummaryAnswer: Sendable {
    /// What is counted.
    package enum Kind: Hashable, Sendable {
        case latency
        /// Events: requests or errors, or tokens where the server counts nothing else of them.
        case counter
        /// Tokens, request by request.
        case tokens
    }

    package struct Entry: Sendable {
        package let total: RangeTotals.Total
        /// nil without requests.
        package let percentiles: Percentiles
        /// Of each limit that was asked for.
        package let shares: [LimitShare]
        /// nil where nothing measures them.
        package let errors: Int?
        /// In millionths.
        package let errorShare: Int?
    }

    package let range: TimeRange
    package let limits: [LatencyLimit]
    package let kind: Kind
    /// Of intervals between tokens: there are no requests to count.
    package let isOfIntervals: Bool
    package let measure: Name?
    package let labelNames: [Name]
    /// By model and the values of labels; all models together come last.
    package internal(set) var entries: [Entry] = []
    package internal(set) var emptyReason: EmptyReason? = .neverCollected
    /// What is to be known of sources whose errors are left out.
    var errorNotes: [String] = []
    /// What was left out because it is damaged.
    package var damages = Damages()

    init(_ resolved: ResolvedScope, _ range: TimeRange, _ limits: [LatencyLimit]) {
        (self.range, self.limits) = (range, limits)
        measure = resolved.isUsual ? nil : resolved.measure
        labelNames = resolved.scope.by
        kind = resolved.kind
        isOfIntervals = resolved.measure?.countsIntervals ?? false
    }
}

extension SummaryAnswer.Entry {
    /// - Parameters:
    ///   - unit: that of the total's bounds.
    ///   - edges: what is known of hours that the stretch cuts; nil where there are none, or no limits.
    ///   - isOfIntervals: whether what is counted is intervals between tokens and no requests.
    init(
        _ total: RangeTotals.Total, unit: LatencyUnit, limits: [LatencyLimit], edges: HoursAtEdges?,
        errors: RequestErrors?, isOfIntervals: Bool
    ) {
        self.total = total
        let histogram = total.histogram
        percentiles = Percentiles(of: histogram, unit: unit)
        let requests = histogram.requests
        shares = limits.map { limit in
            if let edges { return edges.share(of: limit, total.key, histogram, unit: unit) }
            let below = limit.requests(of: histogram, unit: unit)
            return LimitShare(
                milliseconds: limit.milliseconds, low: ExactShare(below.low, of: requests)?.roundedDown,
                high: ExactShare(below.high, of: requests)?.roundedUp)
        }
        let failures = errors?.count(total.key, total.parts, areRequests: !isOfIntervals)
        (self.errors, errorShare) = (failures?.errors, failures?.share)
    }

    var requests: Int { total.histogram.requests }

    /// Of token histograms the sums are in millionths of a token; nil where the server does not tell them.
    var tokens: Int? { total.histogram.sumMicroseconds.map { ($0 + 500_000) / 1_000_000 } }

    /// How many a minute, of the time that they were counted in.
    var perMinute: Double? { total.perMinute(\.requests) }

    var tokensPerMinute: Double? { total.perMinute { part in part.sumMicroseconds.map { ($0 + 500_000) / 1_000_000 } } }

    /// In millionths, rounded down: what is not whole never looks so.
    package var coverage: Int? { ExactShare(total.collectedWindows, of: total.allWindows)?.roundedDown }
}

extension SummaryAnswer {
    /// How many events or tokens a counter counted; nil where the server does not tell.
    package func count(of entry: Entry) -> Int? { kind == .tokens ? entry.tokens : entry.requests }

    /// How many a minute, of the time that they were counted in.
    package func perMinute(of entry: Entry) -> Double? { kind == .tokens ? entry.tokensPerMinute : entry.perMinute }
}

extension SummaryAnswer: TabularAnswer {
    package var rows: [Entry] { entries }
    package var layout: AnswerLayout { .summary(self) }
    package var timeRange: TimeRange? { range }
    package var columns: [Column<Entry>]? {
        Self.columns(of: kind, limits: limits.count, intervals: isOfIntervals)
    }
    package var warnings: [String] {
        damages.warnings + errorNotes
            + (entries.contains { $0.total.resolution == .hour } ? [CutHours.warning] : [])
            + entries.filter { $0.total.histogram.isBeyondCounting }.map {
                BeyondCounting.warningOfPercentiles($0.total.key.model)
            }
    }
}
