import Latency
import Support

/// A question that can't be answered as it was asked. The message is the same for the CLI and over HTTP.
package enum RequestError: ExplainedError, Equatable {
    /// `hours` is no number, or out of range.
    case badHours(String)
    /// `step` is none of the known ones.
    case badStep(String)
    /// `at` is no RFC 3339 time.
    case badTime(String, parameter: String = "at")
    /// `format` is none that the answer comes in over HTTP.
    case badFormat(String)
    /// No model is named, by that parameter, where one must be.
    case noModel(parameter: String)
    /// `since` is no span and no RFC 3339 time.
    case badSince(String)
    /// The step is so short that the answer would have more than `HistoryRequest.maximumPoints` points a model.
    case tooManyPoints(Int, step: HistoryStep)
    /// The answer would have more than so many points of all models together.
    case tooManyPointsInAll(Int, step: HistoryStep)
    /// The archive has no such source or metric; its sources are listed.
    case unknownSource(name: Name?, metric: Name?, known: [String])
    /// The archive holds several sources and the question names none.
    case severalSources([String])

    package var message: String {
        switch self {
        case .badHours(let text):
            return "hours must be more than 0 and at most \(HistoryRequest.maximumHours), got \(quoted(text))"
        case .badStep(let text):
            let names = HistoryStep.allCases.map(\.rawValue)
            return
                "step must be \(names.dropLast().joined(separator: ", ")) or \(names[names.count - 1]), got \(quoted(text))"
        case .badTime(let text, let parameter):
            return "\(parameter) must be a time like 2025-10-17T14:30:00+09:00, got \(quoted(text))"
        case .badFormat(let text):
            return "format must be json or csv, got \(quoted(text))"
        case .noModel(let parameter):
            return "\(parameter) must name a model"
        case .badSince(let text):
            return "since must be a span like 24h or 7d, or a time like 2025-10-17T14:30:00+09:00, got \(quoted(text))"
        case .tooManyPoints(let points, let step):
            return "step \(step.rawValue) gives \(points) points a model, more than \(HistoryRequest.maximumPoints)"
        case .tooManyPointsInAll(let most, let step):
            return
                "the answer has more than \(most) points: ask for a longer step than \(step.rawValue), fewer hours, or one "
                + "model by model_name"
        case .unknownSource(let name, let metric, let known):
            let wanted = [name.map { "source \(quoted($0.text))" }, metric.map { "metric \(quoted($0.text))" }]
                .compactMap(\.self)
            return "there is no \(wanted.joined(separator: " with ")), only \(known.joined(separator: ", "))"
        case .severalSources(let known):
            return "source must be given, the archive has several: \(known.joined(separator: ", "))"
        }
    }

    package var hint: Hint? {
        switch self {
        case .badHours, .badStep, .badTime, .badSince, .badFormat, .noModel, .tooManyPointsInAll: nil
        case .tooManyPoints: "choose a longer \(.step) or fewer \(.hours); without \(.step) one is chosen that fits"
        case .unknownSource: "choose with \(.source, "NAME") and \(.metricName, "NAME")"
        case .severalSources: "choose one with \(.source, "NAME")"
        }
    }

    private func quoted(_ text: String) -> String { "\"\(text)\"" }
}
