import Latency

@testable import Questions
@testable import Rendering

/// Answers for the pages. Times are 2025-10-17 in UTC+09:00.
enum PageSamples {
    static let settings = PageSettings(zone: SampleAnswers.seoul, thresholds: .usual)
    static let source = SourceID(name: "default", metric: "request_duration_seconds")
    static let now = SampleAnswers.halfPast

    static func health(_ finding: HealthAnswer.Finding = SampleAnswers.healthy) -> HealthAnswer {
        HealthAnswer(overall: finding, sources: [])
    }

    static func request(hours: String, step: String? = nil) throws -> HistoryRequest {
        try HistoryRequest(parameters: QueryParameters(hours: hours, step: step), now: now, zone: SampleAnswers.seoul)
    }

    static func row(
        _ model: Name, p95 milliseconds: Double?, _ state: TrafficState = .traffic, requests: Int = 10
    ) -> StatusAnswer.Row {
        let p95 = milliseconds.map { Percentile(milliseconds: $0, lower: $0 / 2, upper: $0 * 2) }
        let entry = p95.map { SampleAnswers.entry(model, p95: $0, requests: requests) }
        return StatusAnswer.Row(
            status: ModelStatus(model: model, traffic: state, entry: entry),
            points: p95.map { [SampleAnswers.point(now - 1800, p95: $0), SampleAnswers.point(now, p95: $0)] } ?? [])
    }

    /// A model whose only bucket is `+Inf`.
    static func withoutBounds(_ model: Name) -> StatusAnswer.Row {
        let none = Percentiles(p50: nil, p95: nil, p99: nil, mean: 300)
        let entry = LatestAnswer.Entry(
            model: model, collectedAt: now, metricName: source.metric, percentiles: none, requests: 20, quality: .exact)
        let point = HistoryAnswer.Point(time: now, percentiles: none, requests: 20, windows: 1, quality: .exact)
        return StatusAnswer.Row(
            status: ModelStatus(model: model, traffic: .traffic, entry: entry), points: [point])
    }

    static func status(_ rows: [StatusAnswer.Row], gone: [Name] = []) throws -> StatusAnswer {
        StatusAnswer(
            sources: [source], source: source, newest: now, request: try request(hours: "24", step: "30m"), rows: rows,
            gone: gone)
    }

    static func page(
        _ answer: StatusAnswer, health: HealthAnswer = health(), language: Language = .english, sort: String? = nil,
        filter: String? = nil
    ) -> String {
        var answer = answer
        answer.health = health
        return StatusPage(
            answer: answer, settings: settings,
            view: PageView(parameters: QueryParameters(), language: language, sort: sort, filter: filter)
        ).markup.text
    }

    /// An hour with a bit of everything: a point above the last bound, a step without data, one without traffic, one that
    /// was not collected, and nothing before 13:45. The first point has the resolution.
    static func history(_ model: Name, _ resolution: Resolution = .window) throws -> HistoryAnswer {
        HistoryAnswer(
            request: try request(hours: "1"),
            models: [
                .init(
                    model: model,
                    points: [
                        SampleAnswers.point(now - 2400, resolution: resolution),
                        SampleAnswers.point(now - 2100, p95: SampleAnswers.aboveLastBound),
                        SampleAnswers.point(now),
                    ])
            ], missing: [.init(start: now - 1200, end: now - 600)], quiet: [model: [now - 1800]],
            firstCollected: now - 2700, emptyReason: nil)
    }

    static func model(_ name: Name, _ resolution: Resolution = .window) throws -> ModelAnswer {
        ModelAnswer(
            sources: [source], source: source, newest: now,
            status: ModelStatus(model: name, traffic: .traffic, entry: SampleAnswers.entry(name)),
            history: try history(name, resolution))
    }

    static func page(
        _ answer: ModelAnswer, where conditions: [Name] = [], health: HealthAnswer = health(),
        language: Language = .english
    ) -> String {
        var answer = answer
        answer.health = health
        var parameters = QueryParameters(model: answer.status.model, hours: "1")
        parameters.set("where", conditions)
        return ModelPage(
            answer: answer, settings: settings, view: PageView(parameters: parameters, language: language)
        ).markup.text
    }
}
