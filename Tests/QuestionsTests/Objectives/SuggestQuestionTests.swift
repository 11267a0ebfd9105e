import Archive
import Latency
import Testing

@testable import Questions

@Suite struct SuggestQuestionTests {
    /// The last weeks of a model, of which the first so many windows of the first week were never collected.
    ///
    /// - Parameter errors: the label by which a counter of errors names models, of which there is one a window; nil: there is none.
    private func rows(missing: Int, errors: Name? = nil) throws -> [SuggestAnswer.Row] {
        let archive = try ObjectiveArchive()
        let source = try archive.source(.ttft, "my_seconds")
        let end = 28 * 1440
        try archive.collect(
            5 + 5 * missing...end, source, [TestArchive.model("a", [98, 1, 1, 0])])
        if let errors {
            let counter = try archive.source(.errors, "my_errors", kind: .counter, label: errors)
            try archive.collect(
                5 + 5 * missing...end, counter, [ObjectiveArchive.count(1, of: errors == "model" ? "a" : "another")])
        }
        return try archive.test.ask(SuggestQuestion.self, at: end).rows
    }

    @Test("limits are suggested that each of the last four weeks kept")
    func kept() throws {
        let rows = try rows(missing: 403)
        #expect(rows.map(\.below) == [200, 100] && rows.map { $0.target?.millionths } == [990_000, 950_000])
        #expect(rows.map(\.worst) == [990_000, 980_000] && rows.allSatisfy { $0.reason == nil })
        let line = #"- {name: "a ttft 99%", models: "a", measure: ttft, below: 200ms, target: 99%, period: month}"#
        #expect(rows.first?.configuration == line)
    }

    @Test("what failed is not taken for fast, so that slo would have said the same")
    func errors() throws {
        let rows = try rows(missing: 0, errors: "model")
        #expect(rows.map(\.below) == [400, 100] && rows.map(\.worst) == [990_000, 970_000])
    }

    @Test("none is where nobody knows what failed")
    func unknownErrors() throws {
        let rows = try rows(missing: 0, errors: "requested_model")
        #expect(rows.map(\.reason) == [.errorsUnknown] && rows.first?.below == nil)
    }

    @Test("of a measure without latencies is refused, as slo refuses it")
    func noLatencies() throws {
        let archive = try ObjectiveArchive()
        let tokens = try archive.source(.inputTokens, "my_tokens", kind: .counter)
        try archive.collect(5...60, tokens, [ObjectiveArchive.count(1)])
        let context = QuestionContext(now: TestArchive.time(60), zone: .utc)
        let question = try SuggestQuestion(QueryParameters(["measure": ["input_tokens"]]), in: context)
        #expect(throws: RequestError.noPercentiles("input_tokens")) {
            try question.answer(from: archive.test.archive)
        }
    }

    @Test("none is where fewer than 80 % of a week were collected")
    func lowCoverage() throws {
        let rows = try rows(missing: 404)
        #expect(rows.count == 1 && rows.first?.reason == .lowCoverage && rows.first?.measure == "ttft")
        #expect(rows.first?.below == nil && rows.first?.target == nil && rows.first?.configuration == nil)
    }

    @Test("a histogram that no table knows is taken for a latency, also by its metric's name")
    func unknownMeasure() throws {
        let archive = try ObjectiveArchive()
        let other = try archive.source(.ttft, "my_seconds")
        let source = try archive.test.source()
        for source in [other, source] {
            try archive.collect(5...1440, source, [TestArchive.model("a", [98, 1, 1, 0])])
        }
        let all = try archive.test.ask(SuggestQuestion.self, at: 1440)
        #expect(all.rows.map(\.measure) == ["ttft", "request_duration_seconds"])
        #expect(all.isTooEarly && all.collectedSeconds == 86_400)
        let parameters = QueryParameters(["metric_name": "request_duration_seconds"])
        let one = try archive.test.ask(SuggestQuestion.self, parameters, at: 1440)
        #expect(one.rows.map(\.measure) == ["request_duration_seconds"])
    }
}
