import Latency
import Support

extension Answer {
    /// What was left out because it is damaged in the archive, and which numbers are not the true ones, one line each. They
    /// name no path.
    package var warnings: [String] {
        damages.warnings
            + modelsBeyondCounting.map { Self.beyondCounting($0) + ", and its percentiles are not of all requests" }
    }

    static func beyondCounting(_ model: Name) -> String {
        "requests of model \"\(model)\" add up to 2^63 or more: its count is the highest that can be told"
    }

    /// See `Histogram.isBeyondCounting`.
    private var modelsBeyondCounting: [Name] {
        switch self {
        case .p95(let latest), .all(let latest): latest.entries.filter { $0.requests == .max }.map(\.model)
        case .history(let history):
            history.models.filter { $0.points.contains { $0.requests == .max } }.map(\.model)
        case .health, .runs: []
        }
    }
}

extension StatAnswer {
    /// As of an answer.
    package var warnings: [String] {
        let beyond = sources.flatMap(\.models).filter { $0.requests == .max }.map(\.model)
        return damages.warnings + beyond.map(Answer.beyondCounting)
    }
}
