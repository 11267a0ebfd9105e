import Archive
import Latency

/// What a rule has said of models so far.
struct RuleHistory {
    let rule: Name
    /// nil for several together.
    let source: SourceID?
    let measure: Name
    private var states: [Name: (state: Severity, since: Int)] = [:]
    private(set) var entries: [ReplayAnswer.Entry] = []

    init(of rule: Name, _ source: SourceID?, _ measure: Name) {
        (self.rule, self.source, self.measure) = (rule, source, measure)
    }

    /// What was said last.
    func state(of model: Name) -> Severity { states[model]?.state ?? .good }

    /// What was found of models. Of one that is not among them nothing is wrong; one of which nobody can tell stays as it was.
    mutating func say(_ found: [(model: Name, state: Severity?)], at time: Int) {
        let missing = Set(states.keys).subtracting(found.map(\.model))
        for (model, state) in found {
            if let state { say(state, of: model, at: time) }
        }
        for model in missing { say(.good, of: model, at: time) }
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

extension TimeRange {
    /// When rules on objectives are asked: at full hours of UTC, in seconds since 1970.
    var fullHours: StrideThrough<Int> { stride(from: (start + 3599) / 3600 * 3600, through: end, by: 3600) }
}
