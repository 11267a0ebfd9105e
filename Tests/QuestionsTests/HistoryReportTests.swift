import Latency
import Testing

@testable import Questions

@Suite struct HistoryReportTests {
    private typealias Stretch = HistoryAnswer.Stretch

    @Test("sums beyond 63 bits are told beside the answer, with the model that they are of")
    func beyondCounting() throws {
        let test = try TestArchive()
        let source = try test.source()
        for minutes in [5, 10, 15] {
            let models = [
                try TestArchive.model("many", [0, 1 << 62, 0, 0]), try TestArchive.model("few", [0, 1, 0, 0]),
            ]
            try test.collect(minutes, models[0], models[1], of: source)
        }
        let answer = try test.history(QueryParameters(hours: "1", step: "15m"), at: 15)
        #expect(
            answer.warnings == [
                "requests of model \"many\" add up to 2^63 or more: its count is the highest that can be told, and its "
                    + "percentiles are not of all requests"
            ])
        #expect(try test.latest(at: 15).warnings.isEmpty)
    }

    @Test("a point is the percentile of the merged histogram, not a mean of percentiles, and of the worst quality")
    func merges() throws {
        let test = try TestArchive()
        let source = try test.source()
        try test.collect(65, TestArchive.model("a", [100, 0, 0, 0]), of: source)
        try test.collect(70, TestArchive.model("a", [0, 0, 100, 0], .spanned), of: source)
        try test.collect(75, TestArchive.model("a", [0, 0, 0, 0]), of: source)
        let answer = try test.history(QueryParameters(step: "15m"), at: 75)
        #expect(answer.models.map(\.model) == ["a"])
        let point = try #require(answer.models.first?.points.first)
        // Rank 190 of 200 is the 90th of 100 between 200 and 400 ms; the mean of both p95s would be 242.5.
        #expect(abs(try #require(point.percentiles.p95).milliseconds - 380) < 1e-9)
        #expect(point.time == TestArchive.time(75))
        #expect(point.requests == 200 && point.windows == 3 && point.quality == .spanned)
    }

    @Test("all models together count each of them once, be one called as they are")
    func allTogether() throws {
        let test = try TestArchive()
        try test.collect(
            5, TestArchive.model("m", [1, 0, 0, 0]), TestArchive.model("(all)", [2, 0, 0, 0]), of: test.source())
        let answer = try test.history(QueryParameters(["merge_models": ["true"], "hours": ["1"]]), at: 60)
        #expect(answer.models.map(\.model) == ["m", "(all)"])
        #expect(answer.models.last?.points.map(\.requests) == [3])
    }

    @Test("steps without traffic have no point; what was never collected since the first collection is missing")
    func missing() throws {
        let test = try TestArchive()
        let source = try test.source()
        try test.collect(30, TestArchive.model("a", [1, 0, 0, 0]), of: source)
        try test.collect(35, TestArchive.model("a", [0, 0, 0, 0]), of: source)
        try test.collect(50, TestArchive.model("a", [1, 0, 0, 0]), of: source)
        let answer = try test.history(at: 62)
        #expect(answer.models.first?.points.map(\.time) == [TestArchive.time(30), TestArchive.time(50)])
        #expect(
            answer.missing == [
                Stretch(start: TestArchive.time(35), end: TestArchive.time(45)),
                Stretch(start: TestArchive.time(50), end: TestArchive.time(60)),
            ])
    }

    @Test("a range that was never collected at all is missing as a whole, cut to the range")
    func allMissing() throws {
        let test = try TestArchive()
        try test.collect(5, TestArchive.model("a", [1, 0, 0, 0]), of: test.source())
        let answer = try test.history(QueryParameters(hours: "0.7"), at: 120)
        #expect(answer.models.isEmpty && answer.emptyReason == .noTraffic)
        #expect(answer.missing == [Stretch(start: TestArchive.time(78), end: TestArchive.time(120))])
    }

    @Test("steps are cut to the range: the first holds only what is inside, the last is named by the range's end")
    func cut() throws {
        let test = try TestArchive()
        let source = try test.source()
        for minutes in stride(from: 5, through: 130, by: 5) {
            try test.collect(minutes, TestArchive.model("a", [1, 0, 0, 0]), of: source)
        }
        let points = try #require(try test.history(QueryParameters(hours: "1.5", step: "1h"), at: 130).models.first)
            .points
        #expect(points.map(\.time) == [60, 120, 130].map(TestArchive.time))
        #expect(points.map(\.requests) == [4, 12, 2])
    }

    @Test("the windows of a day of 25 hours are one point of a day's step, midnight's own included")
    func longDay() throws {
        let test = try TestArchive()
        let source = try test.source()
        // From 2025-11-02T00:00 in New York (1_762_056_000) to the second midnight after it, one window an hour.
        let first = (1_762_056_000 - TestArchive.midnight) / 60
        for hour in 0...49 {
            try test.collect(first + hour * 60, TestArchive.model("a", [1, 0, 0, 0]), of: source)
        }
        let answer = try test.history(
            QueryParameters(hours: "49", step: "1d"), at: first + 49 * 60, zone: .newYork)
        let points = try #require(answer.models.first).points
        #expect(points.map(\.requests) == [25, 24])
        #expect(points.map(\.time) == [1_762_146_000, 1_762_146_000 + 86_400])
    }

    @Test("another model's windows count as collected, an unknown model has no data")
    func models() throws {
        let test = try TestArchive()
        let source = try test.source()
        try test.collect(5, TestArchive.model("a", [1, 0, 0, 0]), of: source)
        try test.collect(10, TestArchive.model("b", [1, 0, 0, 0]), of: source)
        let answer = try test.history(QueryParameters(model: "a", step: "10m"), at: 10)
        #expect(answer.models.map(\.model) == ["a"])
        #expect(answer.models.first?.points.map(\.windows) == [2])
        #expect(try test.history(QueryParameters(model: "x"), at: 10).emptyReason == .unknownModel("x"))
    }

    @Test("an answer with more points than its asker can take is refused, whichever models have them")
    func tooMany() throws {
        let test = try TestArchive()
        let source = try test.source()
        for minutes in stride(from: 5, through: 50, by: 5) {
            try test.collect(minutes, TestArchive.model("a", [1, 0, 0, 0]), of: source)
        }
        for minutes in stride(from: 55, through: 75, by: 5) {
            try test.collect(minutes, TestArchive.model("b", [1, 0, 0, 0]), of: source)
        }
        let parameters = QueryParameters(hours: "2")
        #expect(try test.history(parameters, at: 120, maximumPoints: 15).models.map(\.points.count) == [10, 5])
        let error = #expect(throws: RequestError.self) { try test.history(parameters, at: 120, maximumPoints: 14) }
        #expect(
            error?.message
                == "the answer has more than 14 points: ask for a longer step than 5m, fewer hours, or one model "
                + "by model_name")
        #expect(try test.history(QueryParameters(model: "a", hours: "2"), at: 120, maximumPoints: 14).models.count == 1)
    }

    @Test("a model without finite bounds has points without percentiles")
    func noBounds() throws {
        let test = try TestArchive()
        try test.collect(5, TestArchive.model("a", [5], bounds: []), of: test.source())
        let point = try #require(try test.history(at: 5).models.first?.points.first)
        #expect(point.percentiles.p95 == nil && point.requests == 5)
    }
}
