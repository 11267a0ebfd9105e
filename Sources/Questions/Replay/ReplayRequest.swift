import Latency
import Objectives

/// Which rules are asked when they would have spoken.
package struct ReplayRequest: Hashable, Sendable {
    /// When a rule on p95 begins and ends to speak.
    package enum Memory: Hashable, Sendable {
        /// As notices do, which tell a change once: what comes and goes stays as it was told.
        case told
        /// As a check does, which knows nothing but what it finds.
        case none
    }

    package let rules: AlertRules
    package let memory: Memory
    /// nil for all that is collected.
    package let source, metric, measure: Name?
    /// nil for all.
    package let model: Name?
    /// Seconds back from the moment that is asked about.
    package let seconds: Int

    /// The objective that a check is of, and what answers call the rule.
    var checked: (rule: Name, objective: Objective)? {
        guard memory == .none, let rule = rules.rules.first, case .objective(let objective) = rule.condition else {
            return nil
        }
        return (rule.name, objective)
    }

    package init(
        _ rules: AlertRules, _ memory: Memory, source: Name? = nil, metric: Name? = nil, model: Name? = nil,
        measure: Name? = nil, seconds: Int
    ) {
        (self.rules, self.memory, self.source, self.metric) = (rules, memory, source, metric)
        (self.model, self.measure, self.seconds) = (model, measure, seconds)
    }
}
