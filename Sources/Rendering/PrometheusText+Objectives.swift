import Latency
import Objectives
import Questions

extension PrometheusText {
    /// The period at hand of every objective and model.
    mutating func objectives(_ answer: SloAnswer) {
        func samples(_ value: (SloAnswer.Entry) -> Double?) -> [(labels: Labels, value: Double?)] {
            answer.entries.map { (labels($0), value($0)) }
        }
        func millionths(_ number: Int?) -> Double? { number.map { Double($0) / 1e6 } }
        gauge(
            "metricsctl_objective_target_ratio", "The share of requests that an objective promises to be good.",
            samples { $0.target.fraction })
        gauge(
            "metricsctl_objective_good_lower_ratio", "The share of good requests of its period is at least this.",
            samples { millionths($0.share?.low.roundedDown) })
        gauge(
            "metricsctl_objective_good_upper_ratio", "The share of good requests of its period is at most this.",
            samples { millionths($0.share?.high.roundedUp) })
        gauge(
            "metricsctl_objective_budget_left_lower_ratio", "Of its budget of bad requests at least this is left.",
            samples { millionths($0.budgetLeft?.low) })
        gauge(
            "metricsctl_objective_budget_left_upper_ratio", "Of its budget of bad requests at most this is left.",
            samples { millionths($0.budgetLeft?.high) })
        let burns = answer.entries.flatMap { entry in entry.burn.map { (entry: entry, burn: $0) } }
        gauge(
            "metricsctl_objective_burn_rate", "How fast its budget is spent: 1 spends all of it in its period.",
            burns.flatMap { pair in
                [(pair.burn.pair.long, pair.burn.long), (pair.burn.pair.short, pair.burn.short)].map { span, rate in
                    (labels(pair.entry) + [("window", SloQuestion.span(span))], rate)
                }
            }.uniqued)
        gauge(
            "metricsctl_objective_burning", "Whether its budget is spent too fast: 1 for the times over which it is.",
            burns.map { pair in
                (labels(pair.entry) + [("window", SloQuestion.span(pair.burn.pair.long))], pair.burn.isFiring ? 1 : 0)
            })
    }

    private func labels(_ entry: SloAnswer.Entry) -> Labels {
        [("objective", entry.objective?.text ?? ""), ("model", entry.model.text), ("measure", entry.measure.text)]
    }
}

extension [(labels: PrometheusText.Labels, value: Double?)] {
    /// Six hours are the long time of one pair and the short one of another.
    fileprivate var uniqued: Self {
        var seen: Set<String> = []
        return filter { seen.insert($0.labels.map { "\($0.name)=\($0.value)\u{0}" }.joined()).inserted }
    }
}
