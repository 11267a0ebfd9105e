import Archive
import Latency
import Testing

@testable import Questions

@Suite struct RunsReportTests {
    /// Runs at 00:00:02, 00:05:02 and so on, the third of them failed.
    private func collected(_ count: Int) throws -> TestArchive {
        let test = try TestArchive()
        let source = try test.source()
        for index in 0..<count {
            try test.collect(index * 5, of: source, run: index == 2 ? .failure(.timeout) : .success)
        }
        return test
    }

    private func finished(_ answer: RunsAnswer) -> [Int] {
        answer.rows.map { ($0.run.finished - TestArchive.midnight - 2) / 60 }
    }

    @Test("without a time it is the newest twenty, newest first")
    func newest() throws {
        let answer = try collected(30).runs(at: 600)
        #expect(finished(answer) == stride(from: 145, through: 50, by: -5).map(\.self))
        #expect(answer.request.start == nil)
    }

    @Test("since a span or a time it is all of them, as of the moment asked for")
    func since() throws {
        let test = try collected(30)
        #expect(
            try finished(test.runs(QueryParameters(["since": "1h"]), at: 145))
                == stride(from: 140, through: 85, by: -5).map(\.self))
        #expect(try finished(test.runs(QueryParameters(["since": "9h"]), at: 146)).count == 30)
        let exact = QueryParameters(["at": "2025-10-17T00:30:00Z", "since": "2025-10-17T00:20:02Z"])
        #expect(try finished(test.runs(exact, at: 999)) == [25, 20])
        let later = QueryParameters(["at": "2025-10-17T00:30:00Z", "since": "2025-10-17T00:20:03Z"])
        #expect(try finished(test.runs(later, at: 999)) == [25])
    }

    @Test("failed ones by themselves, however old")
    func failed() throws {
        #expect(try finished(collected(30).runs(QueryParameters(["failed": ""]), at: 600)) == [10])
    }

    @Test("a source that never collected a window is there too, unless another one is named")
    func sources() throws {
        let test = try collected(1)
        let typo = try test.source(metric: "typo_seconds")
        try test.archive.record(
            Run(
                started: TestArchive.time(1), finished: TestArchive.time(2), windows: 0, outcome: .failure(.rejected),
                detail: "x"
            ),
            of: typo)
        let all = try test.runs(at: 5)
        #expect(all.sources.map(\.source.metric) == ["request_duration_seconds", "typo_seconds"])
        #expect(all.rows.map(\.run.outcome) == [.failure(.rejected), .success])
        let one = try test.runs(QueryParameters(metricName: "request_duration_seconds"), at: 5)
        #expect(one.rows.map(\.run.outcome) == [.success])
        #expect(throws: RequestError.self) { try test.runs(QueryParameters(source: "nope"), at: 5) }
    }

    @Test("since must be a span or a time", arguments: ["", "h", "0h", "-1h", "1y", "24", "yesterday", "1h "])
    func badSince(text: String) throws {
        #expect(throws: RequestError.badSince(text)) {
            try RunsQuestion(QueryParameters(["since": Name(text)]), in: QuestionContext(now: 0, zone: .utc))
        }
    }
}
