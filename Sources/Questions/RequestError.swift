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
    /// `against` is none of the known ones.
    case badAgainst(String)
    /// The step is so short that the answer would have more than `HistoryRequest.maximumPoints` points a model.
    case tooManyPoints(Int, step: HistoryStep)
    /// The answer would have more than so many points of all models together.
    case tooManyPointsInAll(Int, step: HistoryStep)
    /// The archive has no such source or metric; its sources are listed.
    case unknownSource(name: Name?, metric: Name?, known: [SourceID])
    /// The archive holds several sources and the question names none.
    case severalSources([SourceID], usual: Name?)
    /// More than one of the parameters is given that say a stretch of time.
    case severalRanges([String])
    /// `to` without `from`.
    case noFrom
    /// `to` is not later than `from`.
    case endsBeforeStart(from: String, to: String)
    /// The stretch of time begins after the moment that is asked about.
    case notBegun(String, parameter: String)
    /// `period` is none of the known ones.
    case badPeriod(String)
    /// `where` is no label with a value.
    case badWhere(String, parameter: String = "where")
    /// `below` is no span of time.
    case badLimit(String)
    /// So many limits are more than there may be.
    case tooManyLimits(Int, most: Int)
    /// What is either so or not is neither `true` nor `false`.
    case badFlag(String, parameter: String)
    /// An answer is to be divided by sources, and sources are to be merged.
    case mergesAndDivides
    /// Several sources are named of which there can be but one.
    case onlyOneSource([Name])
    /// No source that is asked for measures it; what they measure is listed.
    case unknownMeasure(Name, known: [Name])
    /// The metric measures something else.
    case measureDiffers(Name, metric: Name, of: Name)
    /// It is counted, and has no percentiles.
    case noPercentiles(Name)
    /// It is counted, so that no part of it is below a limit.
    case noShares(Name)
    /// No source is kept by the label; the labels that there are are listed.
    case unknownLabel(Name, known: [Name])
    /// What is wrong with a question about objectives.
    case objectives(ObjectiveFault)

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
        case .badAgainst(let text):
            return "against must be baseline or last-week, got \(quoted(text))"
        case .tooManyPoints(let points, let step):
            return "step \(step.rawValue) gives \(points) points a model, more than \(HistoryRequest.maximumPoints)"
        case .tooManyPointsInAll(let most, let step):
            return
                "the answer has more than \(most) points: ask for a longer step than \(step.rawValue), fewer hours, or one "
                + "model by model_name"
        case .unknownSource(let name, let metric, let known):
            let wanted = [name.map { "source \(quoted($0.text))" }, metric.map { "metric \(quoted($0.text))" }]
                .compactMap(\.self)
            return "there is no \(wanted.joined(separator: " with ")), only \(Self.list(known))"
        case .severalSources(let known, let usual):
            let wrong = usual.map { "; none of them is \(quoted($0.text)), which default_source names" } ?? ""
            return "source must be given, the archive has several: \(Self.list(known))\(wrong)"
        case .severalRanges(let names): return "\(names.joined(separator: " and ")) cannot be combined"
        case .noFrom: return "to needs from"
        case .endsBeforeStart(let from, let to):
            return "to must be later than from, got \(quoted(from)) to \(quoted(to))"
        case .notBegun(let text, let parameter): return "\(parameter) has not begun yet: \(quoted(text))"
        case .badPeriod(let text):
            return
                "period must be one like today, last-week, month, 2026-11, 2026-W48, 2026-Q4, 2026 or 7d, got \(quoted(text))"
        case .badWhere(let text, let parameter): return "\(parameter) must be LABEL=VALUE, got \(quoted(text))"
        case .badLimit(let text): return "below must be a time like 500ms or 2s, got \(quoted(text))"
        case .tooManyLimits(let count, let most): return "below may be given \(most) times, got \(count)"
        case .badFlag(let text, let parameter): return "\(parameter) must be true or false, got \(quoted(text))"
        case .mergesAndDivides: return "merge_sources and by source cannot be combined"
        case .onlyOneSource(let names): return "there can be one source here, got \(Self.list(names))"
        case .unknownMeasure(let measure, let known):
            return "nothing measures \(quoted(measure.text)), only \(Self.list(known))"
        case .measureDiffers(let measure, let metric, let actual):
            return "metric \(quoted(metric.text)) measures \(quoted(actual.text)), not \(quoted(measure.text))"
        case .noPercentiles(let measure), .noShares(let measure): return "\(quoted(measure.text)) has no latencies"
        case .objectives(let fault): return fault.message
        case .unknownLabel(let label, let known):
            return "no source is kept by label \(quoted(label.text)), only by \(Self.list(known))"
        }
    }

    package var hint: Hint? {
        switch self {
        case .objectives(let fault): fault.hint
        case .badHours: "write a number of hours, or a span such as 24h or 7d"
        case .unknownLabel:
            "a source is kept by the labels that by: of the configuration names before it first collects; metricsctl archive forget-source begins anew"
        case .badStep, .badTime, .badSince, .badAgainst, .badFormat, .noModel,
            .tooManyPointsInAll, .noFrom, .endsBeforeStart, .notBegun, .badWhere, .badLimit, .tooManyLimits, .badFlag,
            .mergesAndDivides, .onlyOneSource, .unknownMeasure, .measureDiffers:
            nil
        case .noPercentiles: "ask history, summary or models"
        case .noShares: "ask without below"
        case .severalRanges: "give one of \(.hours), --from with --to, and --period"
        case .badPeriod:
            "there are today, yesterday, week, month, quarter, year, the last four also with last- before them, 7d, 28d, 30d"
        case .tooManyPoints: "choose a longer \(.step) or fewer \(.hours); without \(.step) one is chosen that fits"
        case .unknownSource(let name, let metric, let known): Self.nearest(name, metric, among: known)
        case .severalSources:
            "choose one with \(.source, "NAME"), or for good with default_source in the configuration"
        }
    }

    private static func nearest(_ name: Name?, _ metric: Name?, among known: [SourceID]) -> Hint {
        if let name, let similar = NameSimilarity.closest(to: name, among: known.map(\.name)) {
            return "did you mean \(.source, similar.text)?"
        }
        if let metric, let similar = NameSimilarity.closest(to: metric, among: known.map(\.metric)) {
            return "did you mean \(.metricName, similar.text)?"
        }
        return "choose with \(.source, "NAME") and \(.metricName, "NAME")"
    }

    /// Each source once, with its metric where it has only one.
    private static func list(_ sources: [SourceID]) -> String {
        let metrics = Dictionary(grouping: sources, by: \.name)
        var seen: Set<Name> = []
        return sources.map(\.name).filter { seen.insert($0).inserted }.map { name in
            let own = metrics[name] ?? []
            return own.count == 1 ? "\"\(name)\" (\(own[0].metric))" : "\"\(name)\" (\(own.count) metrics)"
        }.joined(separator: ", ")
    }

    private static func list(_ names: [Name]) -> String {
        var seen: Set<Name> = []
        return names.filter { seen.insert($0).inserted }.map { "\"\($0)\"" }.joined(separator: ", ")
    }

    private func quoted(_ text: String) -> String { "\"\(text)\"" }
}
