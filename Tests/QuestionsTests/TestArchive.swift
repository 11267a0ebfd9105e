import Glibc
import Latency
import Support

@testable import Archive
@testable import Questions
@testable import SQLiteStore

/// An archive in a directory of its own, filled by hand and removed with the test that made it.
///
/// `at` counts minutes from 2025-10-17T00:00:00Z, a Friday.
final class TestArchive {
    static let midnight = 1_760_659_200

    let archive: Archive
    private let directory: String

    init() throws {
        var template = Array("/tmp/metricsctl-reports-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure.noDirectory }
        directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        archive = try Archive(creatingAt: directory + "/metrics.db")
    }

    deinit {
        for name in ["metrics.db", "metrics.db-journal"] { unlink(directory + "/" + name) }
        rmdir(directory)
    }

    enum Failure: Error { case noDirectory, badHistogram, otherAnswer }

    /// How many windows are not sealed.
    func hotWindows() throws -> Int { try archive.database.integer("SELECT count(*) FROM hot") }

    static func time(_ minutes: Int) -> Int { midnight + minutes * 60 }

    func source(_ name: Name = "default", metric: Name = "request_duration_seconds") throws -> Source {
        try archive.source(
            SourceDescription(
                name: name, metric: metric, url: "http://localhost:9090", selector: "", modelLabel: "model",
                unit: .seconds))
    }

    /// Stores the window that ends so many minutes after midnight.
    func collect(
        _ minutes: Int, _ models: ModelWindow..., of source: Source, run outcome: RunOutcome? = nil
    ) throws {
        let end = TestArchive.time(minutes)
        let run = outcome.map { Run(started: end, finished: end + 2, windows: 1, outcome: $0, detail: nil) }
        try archive.commit(
            [CollectedWindow(window: Window(endedAt: end), models: models)], run: run, of: source)
    }

    /// Bounds of 0.1, 0.2 and 0.4 s; four counts.
    static func model(
        _ name: Name, _ counts: [Int], _ quality: Quality = .exact, sum: Int? = nil,
        bounds: [Double] = [0.1, 0.2, 0.4]
    ) throws -> ModelWindow {
        guard let layout = BucketLayout(upperBounds: bounds), let part = Histogram.Part(layout: layout, counts: counts)
        else { throw Failure.badHistogram }
        return ModelWindow(model: name, quality: quality, histogram: Histogram(part, sumMicroseconds: sum))
    }

    func ask(
        _ question: Question, _ parameters: QueryParameters = QueryParameters(), at minutes: Int, zone: Zone = .utc
    ) throws -> Answer {
        try question.answer(from: archive, parameters: parameters, now: TestArchive.time(minutes), zone: zone)
    }

    func latest(
        _ question: Question = .all, _ parameters: QueryParameters = QueryParameters(), at minutes: Int
    ) throws -> LatestAnswer {
        switch try ask(question, parameters, at: minutes) {
        case .p95(let answer), .all(let answer): answer
        default: throw Failure.otherAnswer
        }
    }

    func history(
        _ parameters: QueryParameters = QueryParameters(), at minutes: Int, zone: Zone = .utc, maximumPoints: Int? = nil
    ) throws -> HistoryAnswer {
        let question = Question.history
        let now = TestArchive.time(minutes)
        guard
            case .history(let answer) = try question.answer(
                from: archive, parameters: parameters, now: now, zone: zone, maximumPoints: maximumPoints)
        else {
            throw Failure.otherAnswer
        }
        return answer
    }

    func runs(_ parameters: QueryParameters = QueryParameters(), at minutes: Int) throws -> RunsAnswer {
        guard case .runs(let answer) = try ask(.runs, parameters, at: minutes) else { throw Failure.otherAnswer }
        return answer
    }

    func health(_ parameters: QueryParameters = QueryParameters(), at minutes: Int) throws -> HealthAnswer {
        guard case .health(let answer) = try ask(.health, parameters, at: minutes) else { throw Failure.otherAnswer }
        return answer
    }
}
