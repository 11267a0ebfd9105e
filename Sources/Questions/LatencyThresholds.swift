import Latency

/// The severity of a p95, and how sure that is.
package struct LatencyVerdict: Hashable, Sendable {
    package let severity: Severity
    /// Whether the bracket of the p95 leaves no doubt: wherever in it the true p95 is, the severity is the same. False where a
    /// limit lies inside the bracket, and where nobody can tell.
    package let isSure: Bool

    init(_ severity: Severity, isSure: Bool) {
        self.severity = severity
        self.isSure = isSure
    }
}

/// What p95 is held against, in milliseconds; a limit that is nil is never reached.
///
/// This is the one place where a latency becomes a severity: for the page, the badge, `check`, notices and the API.
package struct LatencyThresholds: Hashable, Sendable {
    /// What a p95 of just the limit is. People say limits in two ways, and both mean what they say.
    package enum LimitItself: Hashable, Sendable {
        /// "Above 2 s is a warning": the limit itself is not.
        case isKept
        /// "Below 100 ms is good": the limit itself is not good.
        case isExceeded
    }

    package let warning: Double?
    package let critical: Double?
    package let limitItself: LimitItself

    /// A p95 above a limit has that severity.
    package static func above(warning: Double?, critical: Double?) -> LatencyThresholds {
        LatencyThresholds(warning: warning, critical: critical, limitItself: .isKept)
    }

    /// A p95 below `good` is good, one below `warning` a warning, and any other critical.
    package static func below(good: Double, warning: Double) -> LatencyThresholds {
        LatencyThresholds(warning: good, critical: warning, limitItself: .isExceeded)
    }

    /// Goes by the interpolated value, which `isSure` says how far to trust.
    ///
    /// Special cases:
    /// - without limits everything is good
    /// - without a p95, since there are no requests or no bucket has a finite bound: nobody can tell
    /// - above the last finite bound nothing is known but that: a limit up to that bound is surely exceeded, and whether a
    ///   higher one is can't be told. That is `cannotTell`, unless the other limit is exceeded.
    package func verdict(of p95: Percentile?) -> LatencyVerdict {
        let limits = [warning, critical].compactMap(\.self)
        if limits.isEmpty { return LatencyVerdict(.good, isSure: true) }
        guard let p95 else { return LatencyVerdict(.cannotTell, isSure: false) }
        if let critical, exceeds(p95, critical) {
            return LatencyVerdict(.critical, isSure: isSure(p95, critical))
        }
        let isSure = limits.allSatisfy { self.isSure(p95, $0) }
        if let warning, exceeds(p95, warning) { return LatencyVerdict(.warning, isSure: isSure) }
        return LatencyVerdict(p95.upper == nil ? .cannotTell : .good, isSure: isSure)
    }

    private func exceeds(_ p95: Percentile, _ limit: Double) -> Bool {
        // The open bucket begins above its bound.
        guard p95.upper != nil else { return p95.lower >= limit }
        return limitItself == .isKept ? p95.milliseconds > limit : p95.milliseconds >= limit
    }

    /// Whether all of the bracket lies on the same side of the limit as the value. A limit that is a bucket's bound divides
    /// no bracket: people choose limits that are.
    private func isSure(_ p95: Percentile, _ limit: Double) -> Bool {
        if exceeds(p95, limit) { return p95.lower >= limit }
        return p95.upper.map { $0 <= limit } ?? false
    }
}

/// The thresholds of the pages: those that a flag asks for, else those that the configuration has for the model, else those
/// that it has for all, else what fits the measure.
package struct ThresholdChoice: Hashable, Sendable {
    private let asked: LatencyThresholds?
    private let rules: [ModelRule]
    private let configured: LatencyThresholds?

    /// - Parameters:
    ///   - asked: what holds for everything; nil: what follows.
    ///   - rules: by model and measure; the first that fits a model counts.
    ///   - configured: where no rule says anything; nil goes by the measure.
    package init(_ asked: LatencyThresholds?, rules: [ModelRule] = [], configured: LatencyThresholds? = nil) {
        (self.asked, self.rules, self.configured) = (asked, rules, configured)
    }

    /// What holds without a model. `metric` is nil where there is nothing to show yet.
    package func thresholds(for metric: Name?) -> LatencyThresholds {
        if let all = asked ?? configured { return all }
        let limits = DefaultLimits(metricName: metric?.text ?? "")
        return .below(good: limits.goodBelow, warning: limits.warningBelow)
    }

    /// Of one measure of a model. Where a rule has but one of the two limits the other is the usual one, or that one where the
    /// usual one is on the wrong side of it.
    package func thresholds(for measure: Name, metric: Name, of model: Name) -> LatencyThresholds {
        if let asked { return asked }
        let usual = DefaultLimits(measure: measure, metricName: metric.text)
        let rule = rules.rule(of: model)
        let (good, warning) = (rule?.goodBelow[measure], rule?.warningBelow[measure])
        if good == nil, warning == nil {
            return configured ?? .below(good: usual.goodBelow, warning: usual.warningBelow)
        }
        return .below(
            good: good ?? min(usual.goodBelow, warning ?? .infinity),
            warning: warning ?? max(usual.warningBelow, good ?? 0))
    }

    /// What people read in place of a model's name; nil shows the name.
    package func displayName(of model: Name) -> String? { rules.rule(of: model)?.displayName }
}

extension LatencyThresholds {
    /// What the pages go by where nobody says otherwise, of a metric that nothing is known of.
    package static let usual = ThresholdChoice(nil).thresholds(for: nil)
}
