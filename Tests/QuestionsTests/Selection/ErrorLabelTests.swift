import Archive
import Latency
import Testing

@testable import Questions

/// LiteLLM counts errors by the model that was asked for, and latencies by the one that answered.
@Suite struct ErrorLabelTests {
    private static let now = TestArchive.time(10)

    /// A window of a model, with errors of one that is called otherwise.
    private func archive(errorLabel: Name) throws -> ObjectiveArchive {
        let archive = try ObjectiveArchive()
        let latency = try archive.source(.e2e, "litellm_request_total_latency_metric")
        let errors = try archive.source(.errors, "litellm_failures", kind: .counter, label: errorLabel)
        try archive.test.collect(5, TestArchive.model("openai/gpt-4o", [9, 0, 0, 0]), of: latency)
        let layout = try #require(BucketLayout(upperBounds: []))
        let part = try #require(Histogram.Part(layout: layout, counts: [3]))
        let failed = ModelWindow(model: "gpt-4o", quality: .exact, histogram: Histogram(part, sumMicroseconds: nil))
        try archive.test.collect(5, failed, of: errors)
        return archive
    }

    @Test("a model that no counter of errors can name has no number of errors, and not none", arguments: [true, false])
    func unnamed(isAlike: Bool) throws {
        let archive = try archive(errorLabel: isAlike ? "model" : "requested_model")
        let context = QuestionContext(now: Self.now, zone: .utc)
        let summary = try SummaryQuestion(QueryParameters(["hours": "1"]), in: context).answer(
            from: archive.test.archive)
        let entry = try #require(summary.rows.first { $0.total.key.model == "openai/gpt-4o" })
        #expect(entry.errors == (isAlike ? 0 : nil) && entry.errorShare == (isAlike ? 0 : nil))
        let models = try ModelsQuestion(QueryParameters(["hours": "1"]), in: context).answer(from: archive.test.archive)
        let model = try #require(models.rows.first { $0.model == "openai/gpt-4o" })
        #expect(model.errorShare == (isAlike ? 0 : nil))
        let slo = try archive.slo(["below": "200ms", "target": "99%", "hours": "1"], now: Self.now)
        let objective = try #require(slo.entries.first { $0.model == "openai/gpt-4o" })
        #expect(objective.errors == (isAlike ? 0 : nil))
    }

    @Test(
        "a model with requests and no error has traffic, also where errors alone are asked for",
        arguments: [false, true])
    func noErrors(isDivided: Bool) throws {
        let archive = try ObjectiveArchive()
        let latency = try archive.source(.e2e, "latency")
        let errors = try archive.source(.errors, "failures", kind: .counter)
        let layout = try #require(BucketLayout(upperBounds: []))
        let none = try #require(Histogram.Part(layout: layout, counts: [0]))
        for minutes in [5, 10] {
            try archive.test.collect(minutes, TestArchive.model("chat", [9, 0, 0, 0]), of: latency)
            let failed = ModelWindow(model: "chat", quality: .exact, histogram: Histogram(none, sumMicroseconds: nil))
            try archive.test.collect(minutes, failed, of: errors)
        }
        var asked = QueryParameters(["measure": "errors"])
        if isDivided { asked.set("by", ["source"]) }
        let answer = try archive.test.ask(ModelsQuestion.self, asked, at: 11)
        #expect(answer.rows.map(\.state) == [.traffic])
        #expect(answer.rows.map(\.requests) == [nil] && answer.rows.map(\.verdict) == [nil])
        let requests = try archive.test.ask(ModelsQuestion.self, at: 11).rows.map(\.requests)
        #expect(requests == [9])
    }
}
