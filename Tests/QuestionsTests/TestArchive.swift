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

    enum Failure: Error { case noDirectory, badHistogram }

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

    func ask<Asked: TabularQuestion>(
        _ question: Asked.Type, _ parameters: QueryParameters = QueryParameters(), at minutes: Int, zone: Zone = .utc
    ) throws -> Asked.Answer {
        try Asked(parameters, in: QuestionContext(now: TestArchive.time(minutes), zone: zone)).answer(from: archive)
    }

    func latest<Asked: TabularQuestion>(
        _ question: Asked.Type = AllQuestion.self, _ parameters: QueryParameters = QueryParameters(), at minutes: Int
    ) throws -> LatestAnswer where Asked.Answer == LatestAnswer {
        try ask(question, parameters, at: minutes)
    }

    func history(
        _ parameters: QueryParameters = QueryParameters(), at minutes: Int, zone: Zone = .utc, maximumPoints: Int? = nil
    ) throws -> HistoryAnswer {
        var context = QuestionContext(now: TestArchive.time(minutes), zone: zone)
        context.maximumPoints = maximumPoints
        return try HistoryQuestion(parameters, in: context).answer(from: archive)
    }

    func runs(_ parameters: QueryParameters = QueryParameters(), at minutes: Int) throws -> RunsAnswer {
        try ask(RunsQuestion.self, parameters, at: minutes)
    }

    func health(_ parameters: QueryParameters = QueryParameters(), at minutes: Int) throws -> HealthAnswer {
        try ask(HealthQuestion.self, parameters, at: minutes)
    }
}
