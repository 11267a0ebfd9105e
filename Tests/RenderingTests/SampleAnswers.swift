import Latency
import Support

@testable import Questions
@testable import Rendering

/// Answers with a bit of everything. Times are 2025-10-17 in UTC+09:00.
enum SampleAnswers {
    static let seoul = Zone { _ in 9 * 3600 }
    /// 14:30:00
    static let halfPast = 1_760_679_000

    static func entry(
        _ model: Name, p95: Percentile? = Percentile(milliseconds: 245.674, lower: 200, upper: 250),
        requests: Int = 1204,
        quality: Quality = .exact, mean: Double? = 130.005, at time: Int = halfPast,
        resolution: Resolution = .window
    ) -> LatestAnswer.Entry {
        LatestAnswer.Entry(
            model: model, collectedAt: time, metricName: "request_duration_seconds",
            percentiles: Percentiles(
                p50: p95 == nil ? nil : Percentile(milliseconds: 0.85, lower: 0, upper: 1), p95: p95,
                p99: p95 == nil ? nil : Percentile(milliseconds: 1234.5, lower: 500, upper: 2500), mean: mean),
            requests: requests, quality: quality, resolution: resolution)
    }

    static func latest(_ entries: [LatestAnswer.Entry]) -> LatestAnswer {
        LatestAnswer(now: halfPast + 150, entries: entries, emptyReason: nil)
    }

    static func empty(_ reason: EmptyReason) -> LatestAnswer {
        LatestAnswer(now: halfPast, entries: [], emptyReason: reason)
    }

    static let aboveLastBound = Percentile(milliseconds: 60_000, lower: 60_000, upper: nil)

    static func history(points: [HistoryAnswer.Point], missing: [HistoryAnswer.Stretch] = []) throws -> HistoryAnswer {
        HistoryAnswer(
            request: try HistoryRequest(parameters: QueryParameters(), now: halfPast + 150, zone: seoul),
            models: points.isEmpty ? [] : [.init(model: "gpt-4", points: points)], missing: missing,
            emptyReason: points.isEmpty ? .noTraffic : nil)
    }

    static func point(
        _ time: Int, p95: Percentile? = Percentile(milliseconds: 240.118, lower: 200, upper: 250),
        resolution: Resolution = .window
    ) -> HistoryAnswer.Point {
        HistoryAnswer.Point(
            time: time,
            percentiles: Percentiles(
                p50: Percentile(milliseconds: 118.2, lower: 100, upper: 150), p95: p95,
                p99: Percentile(milliseconds: 340, lower: 250, upper: 500), mean: nil),
            requests: 311, windows: 1, quality: .exact, resolution: resolution)
    }

    static let healthy = HealthAnswer.Finding(
        status: .healthy, lastCollection: halfPast + 2, age: 148, modelCount: 5,
        lastRun: .init(outcome: .success, finished: halfPast + 2), missingWindows: 0)
    static let unhealthy = HealthAnswer.Finding(
        status: .unhealthy, lastCollection: halfPast - 3600, age: 3750, modelCount: 0,
        lastRun: .init(outcome: .failure(.timeout), finished: halfPast + 10), missingWindows: 11)
    static let noData = HealthAnswer.Finding(
        status: .noData, lastCollection: nil, age: nil, modelCount: 0, lastRun: nil, missingWindows: 0)

    static func text(_ asked: Asked, _ format: OutputFormat, terminal: Terminal = .none) -> String {
        asked.text(Renderer(format: format, zone: seoul, terminal: terminal))
    }
}

/// An answer to one of the questions.
struct Asked: Sendable {
    let text: @Sendable (Renderer) -> String

    private init<Question: TabularQuestion>(_ question: Question.Type, _ answer: Question.Answer) {
        text = { renderer in
            var bytes: [UInt8] = []
            renderer.write(answer, to: question) { bytes += $0 }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    static func p95(_ answer: LatestAnswer) -> Asked { Asked(P95Question.self, answer) }
    static func all(_ answer: LatestAnswer) -> Asked { Asked(AllQuestion.self, answer) }
    static func history(_ answer: HistoryAnswer) -> Asked { Asked(HistoryQuestion.self, answer) }
    static func health(_ answer: HealthAnswer) -> Asked { Asked(HealthQuestion.self, answer) }
    static func runs(_ answer: RunsAnswer) -> Asked { Asked(RunsQuestion.self, answer) }
}
