import Latency
import Support

/// A rule on p95, window by window.
struct LatencyReplay {
    private let evaluation: EvaluationRule
    private let memory: ReplayRequest.Memory
    private let unit: LatencyUnit
    /// nil: the model is not judged.
    private let limits: (Name) -> LatencyThresholds?
    /// What the last windows had, oldest first.
    private var values: [Name: [EvaluationRule.Value]] = [:]
    private(set) var history: RuleHistory

    /// A model is looked at for so many windows after its last sample.
    private static let day = UTCDay.windows

    init(
        _ evaluation: EvaluationRule, _ history: RuleHistory, _ memory: ReplayRequest.Memory, unit: LatencyUnit,
        limits: @escaping (Name) -> LatencyThresholds?
    ) {
        (self.evaluation, self.memory, self.unit, self.limits) = (evaluation, memory, unit, limits)
        self.history = history
    }

    /// - Parameter isJudged: false for windows before those that are asked about.
    mutating func add(_ collected: CollectedWindow, isJudged: Bool) {
        for value in collected.models where limits(value.model) != nil {
            values[value.model, default: []].append((collected.window, value))
        }
        let oldest = collected.window.advanced(by: 1 - max(evaluation.lookBack, Self.day))
        for model in Array(values.keys) {
            let old = values[model]?.prefix { $0.window < oldest }.count ?? 0
            if old > 0 { values[model]?.removeFirst(old) }
            if isJudged { judge(model, at: collected.window) }
        }
    }

    private mutating func judge(_ model: Name, at window: Window) {
        guard let own = values[model], !own.isEmpty, let limits = self.limits(model) else {
            values[model] = nil
            return history.say(.good, of: model, at: window.end)
        }
        let start = window.advanced(by: 1 - evaluation.lookBack)
        let recent = own[own.partitioningIndex { $0.window >= start }...]
        let found = evaluation.condition(of: model, oldestFirst: recent, newest: window, limits: limits, unit: unit)
        history.say(next(found.state, after: history.state(of: model)), of: model, at: window.end)
    }

    private func next(_ state: Evaluation.State, after told: Severity) -> Severity {
        if memory == .told { return state.changed(from: told) }
        guard case .judged(let severities) = state, severities.lowerBound > .cannotTell else { return .good }
        return severities.lowerBound
    }

    mutating func end(at time: Int) { history.end(at: time) }
}
