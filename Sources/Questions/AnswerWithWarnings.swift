import Archive
import Latency
import Support

/// An answer, and what it lacks.
package struct AnswerWithWarnings: Sendable {
    package let answer: Answer
    /// What was left out because it is damaged in the archive, and which numbers are not the true ones, one line each. They
    /// name no path.
    package let warnings: [String]
}

extension Question {
    /// As `answer`, with a warning for everything damaged that the question met, and for sums that were too large.
    package func warnedAnswer(
        from archive: Archive?, parameters: QueryParameters, now: Int, zone: Zone, maximumPoints: Int? = nil
    ) throws -> AnswerWithWarnings {
        // What others met before is not this question's.
        _ = archive?.takeDamages()
        let answer = try answer(
            from: archive, parameters: parameters, now: now, zone: zone,
            maximumPoints: maximumPoints)
        let damages = archive?.takeDamages().map(\.warning) ?? []
        let beyond = answer.modelsBeyondCounting.map {
            "requests of model \"\($0)\" add up to 2^63 or more: its count is the highest that can be told, and its "
                + "percentiles are not of all requests"
        }
        return AnswerWithWarnings(answer: answer, warnings: damages + beyond)
    }
}

extension Answer {
    /// See `Histogram.isBeyondCounting`.
    fileprivate var modelsBeyondCounting: [Name] {
        switch self {
        case .p95(let latest), .all(let latest): latest.entries.filter { $0.requests == .max }.map(\.model)
        case .history(let history):
            history.models.filter { $0.points.contains { $0.requests == .max } }.map(\.model)
        case .health, .runs: []
        }
    }
}
