import Latency
import Objectives
import Support

/// Which objectives are asked about, and in which periods.
package struct SloRequest: Sendable {
    /// More past periods than anybody looks at, and than a file is read for at once.
    package static let mostPast = 120

    /// Of the configuration, or one by a limit and a target.
    let objectives: [AskedObjective]
    /// One stretch for all; nil goes by the periods of the objectives.
    let range: TimeRange?
    /// So many periods before the one at hand, too.
    let past: Int

    /// An objective, which has no name where it was asked for by a limit and a target.
    package struct AskedObjective: Sendable {
        package let name: Name?
        package let objective: Objective
        /// Whether the measure was said, or is the usual one.
        let isOfUsualMeasure: Bool
    }

    /// - Parameter configured: those of the configuration.
    init(
        _ parameters: QueryParameters, _ configured: [Objective], now: Int, zone: Zone
    ) throws(RequestError) {
        if let measure = parameters.all("measure").first, Measure(rawValue: measure.text)?.isLatency == false {
            throw .noPercentiles(measure)
        }
        let own = try Self.own(parameters)
        if let own { objectives = [own] } else { objectives = try Self.named(parameters, configured) }
        past = try Self.past(parameters["past"])
        let isOfObjectives = own != nil && parameters["period"].flatMap(Objective.Period.init(rawValue:)) != nil
        let saysRange = ["hours", "from", "to", "period"].contains { parameters[$0] != nil }
        range =
            saysRange && !isOfObjectives ? try TimeRange(parameters, now: now, zone: zone, usualHours: 720) : nil
        if past > 0, range != nil { throw .objectives(.pastOfOneStretch) }
    }

    /// That of `below` and `target`; nil where neither is given.
    private static func own(_ parameters: QueryParameters) throws(RequestError) -> AskedObjective? {
        guard parameters["below"] != nil || parameters["target"] != nil else { return nil }
        guard let below = parameters["below"], let target = parameters["target"], parameters["objective"] == nil else {
            throw .objectives(.belowAndTarget)
        }
        guard let span = TimeSpan(below) else { throw .objectives(.badLimit(below)) }
        guard let share = Share(target) else { throw .objectives(.badTarget(target)) }
        let measure = parameters.all("measure").first
        let objective = Objective(
            name: "", models: .all, measure: measure ?? Name(Measure.e2e.rawValue), below: span.milliseconds,
            target: share, period: parameters["period"].flatMap(Objective.Period.init(rawValue:)) ?? .month,
            errorClasses: nil)
        return AskedObjective(name: nil, objective: objective, isOfUsualMeasure: measure == nil)
    }

    private static func named(
        _ parameters: QueryParameters, _ configured: [Objective]
    ) throws(RequestError) -> [AskedObjective] {
        if configured.isEmpty { throw .objectives(.noObjectives) }
        let asked = parameters.all("objective")
        for name in asked where !configured.contains(where: { $0.name == name }) {
            throw .objectives(.unknownObjective(name, known: configured.map(\.name)))
        }
        let named = configured.filter { asked.isEmpty || asked.contains($0.name) }
        guard let measure = parameters.all("measure").first else {
            return named.map { AskedObjective(name: $0.name, objective: $0, isOfUsualMeasure: false) }
        }
        let other = asked.isEmpty ? nil : named.first { $0.measure != measure }
        let chosen = named.filter { $0.measure == measure }
        if other != nil || chosen.isEmpty { throw .objectives(.otherMeasure(measure, of: other?.name)) }
        return chosen.map { AskedObjective(name: $0.name, objective: $0, isOfUsualMeasure: false) }
    }

    private static func past(_ text: String?) throws(RequestError) -> Int {
        guard let text else { return 0 }
        guard let past = Int(text), 1...mostPast ~= past, text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else {
            throw .objectives(.badPast(text))
        }
        return past
    }
}
