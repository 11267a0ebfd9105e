import Latency

/// A rule of the configuration beside the one limit that holds for everything.
package struct NoticeRule: Hashable, Sendable {
    /// When it speaks.
    package enum Condition: Hashable, Sendable {
        case latency(LatencyRule)
        /// The objective is not met, its budget is spent or is being spent too fast: see `SloAnswer.Entry.status`.
        case objective(Objective)
        case slower(SlowerRule)
    }

    /// Which rule it is, in notices and for what was told: a rule of another name is another one.
    package let name: Name
    package let models: ShellPattern
    package let condition: Condition

    package init(name: Name, models: ShellPattern, _ condition: Condition) {
        (self.name, self.models, self.condition) = (name, models, condition)
    }

    /// What must be measured; nil for `e2e` or, where nothing is, what was collected first.
    var measure: Name? {
        switch condition {
        case .latency(let rule): rule.measure
        case .objective(let objective): objective.measure
        case .slower(let rule): rule.measure
        }
    }
}

/// The p95 of a measure is above a limit.
package struct LatencyRule: Hashable, Sendable {
    package let measure: Name?
    /// `limits` hold where `usesOwnLimits` is false.
    package let evaluation: EvaluationRule
    /// Whether each model is held against the thresholds that the configuration has of it, and others are not judged.
    package let usesOwnLimits: Bool

    package init(measure: Name?, _ evaluation: EvaluationRule, usesOwnLimits: Bool) {
        (self.measure, self.evaluation, self.usesOwnLimits) = (measure, evaluation, usesOwnLimits)
    }

    /// nil where nothing is said of the model.
    func limits(of model: Name, measure: Name, _ models: [ModelRule]) -> LatencyThresholds? {
        guard usesOwnLimits else { return evaluation.limits }
        guard let own = models.rule(of: model) else { return nil }
        let (good, warning) = (own.goodBelow[measure], own.warningBelow[measure])
        guard let first = good ?? warning else { return nil }
        return .below(good: first, warning: warning ?? .infinity)
    }
}

/// A model is slower than it was: judged at the end of every local day, by a test that may be asked every day of a month.
package struct SlowerRule: Hashable, Sendable {
    package let measure: Name?
    package let baseline: CompareRequest.Against

    package init(measure: Name?, than baseline: CompareRequest.Against) {
        (self.measure, self.baseline) = (measure, baseline)
    }
}
