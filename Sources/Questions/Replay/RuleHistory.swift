import Archive
import Latency

/// What a rule has said of models so far.
struct RuleHistory {
    let rule: Name
    let source: SourceID
    let measure: Name
    private var states: [Name: (state: Severity, since: Int)] = [:]
    private(set) var entries: [ReplayAnswer.Entry] = []

    init(of rule: Name, _ source: SourceID, _ measure: Name) {
        (self.rule, self.source, self.measure) = (rule, source, measure)
    }

    /// What was said last.
    func state(of model: Name) -> Severity { states[model]?.state ?? .good }

    /// What is not good now.
    var told: [ToldState] {
        states.map { ToldState(.rule(rule, model: $0.key), $0.value.state, since: $0.value.since) }
    }

    mutating func say(_ state: Severity, of model: Name, at time: Int) {
        guard state != self.state(of: model) else { return }
        if let last = states.removeValue(forKey: model) { close(model, last, at: time, isOver: true) }
        if state != .good { states[model] = (state, time) }
    }

    mutating func end(at time: Int) {
        for (model, last) in states { close(model, last, at: time, isOver: false) }
        states = [:]
    }

    private mutating func close(_ model: Name, _ last: (state: Severity, since: Int), at time: Int, isOver: Bool) {
        entries.append(
            ReplayAnswer.Entry(
                rule: rule, source: source, measure: measure, model: model, state: last.state, from: last.since,
                to: isOver ? time : nil,
                duration: time - last.since))
    }
}
