import Latency
import Testing

@testable import Questions

@Suite struct LatestReportTests {
    @Test("every model is answered from its newest window with traffic, by name")
    func newest() throws {
        let test = try TestArchive()
        let source = try test.source()
        try test.collect(60, TestArchive.model("b", [0, 100, 0, 0]), TestArchive.model("a", [1, 0, 0, 0]), of: source)
        try test.collect(65, TestArchive.model("a", [0, 0, 10, 0], sum: 3_000_000), of: source)
        try test.collect(70, TestArchive.model("a", [0, 0, 0, 0]), TestArchive.model("b", [0, 0, 0, 0]), of: source)
        let answer = try test.latest(at: 72)
        #expect(answer.entries.map(\.model) == ["a", "b"])
        #expect(answer.entries.map(\.collectedAt) == [TestArchive.time(65), TestArchive.time(60)])
        #expect(answer.entries.map(\.requests) == [10, 100])
        #expect(answer.lastUpdated == TestArchive.time(65))
        // 100 requests between 100 and 200 ms: the 95th of them lies 95 % of the way up.
        let p95 = try #require(answer.entries[1].percentiles.p95)
        #expect(abs(p95.milliseconds - 195) < 1e-9)
        #expect(p95.lower == 100 && p95.upper == 200)
        // 3 s in 10 requests.
        #expect(answer.entries[0].percentiles.mean == 300)
        #expect(answer.entries[1].percentiles.mean == nil)
    }

    @Test("traffic of 24 hours ago is shown no more")
    func lookBack() throws {
        let test = try TestArchive()
        let source = try test.source()
        try test.collect(5, TestArchive.model("a", [1, 0, 0, 0]), of: source)
        #expect(try test.latest(at: 5 + 1439).entries.count == 1)
        #expect(try test.latest(at: 5 + 1440).entries.isEmpty)
        #expect(try test.latest(at: 5 + 1440).emptyReason == .noTraffic)
    }

    @Test("the answer as of a moment knows nothing that came later")
    func asOf() throws {
        let test = try TestArchive()
        let source = try test.source()
        try test.collect(60, TestArchive.model("a", [1, 0, 0, 0]), of: source)
        try test.collect(65, TestArchive.model("a", [0, 7, 0, 0]), of: source)
        #expect(try test.latest(at: 65).entries.first?.requests == 7)
        let parameters = QueryParameters(at: "2025-10-17T01:04:59Z")
        #expect(try test.latest(AllQuestion.self, parameters, at: 900).entries.first?.requests == 1)
        #expect(
            try test.latest(P95Question.self, QueryParameters(at: "2025-10-17T00:59:59Z"), at: 900).emptyReason
                == .neverCollected)
    }

    @Test("a moment before 1970 is refused")
    func before1970() throws {
        let error = #expect(throws: RequestError.self) {
            try TestArchive().latest(P95Question.self, QueryParameters(at: "1969-12-31T23:59:59Z"), at: 0)
        }
        #expect(error == .badTime("1969-12-31T23:59:59Z"))
    }

    @Test("one model can be asked for, also the one without a name; an unknown one gives nothing")
    func oneModel() throws {
        let test = try TestArchive()
        let source = try test.source()
        try test.collect(60, TestArchive.model("", [1, 0, 0, 0]), TestArchive.model("a", [2, 0, 0, 0]), of: source)
        #expect(try test.latest(P95Question.self, QueryParameters(model: ""), at: 60).entries.map(\.requests) == [1])
        #expect(try test.latest(P95Question.self, QueryParameters(model: "a"), at: 60).entries.map(\.requests) == [2])
        let unknown = try test.latest(P95Question.self, QueryParameters(model: "b"), at: 60)
        #expect(unknown.entries.isEmpty && unknown.lastUpdated == nil && unknown.emptyReason == .unknownModel("b"))
    }

    @Test("a model without finite bounds is left out of p95 and has no percentiles in all")
    func noBounds() throws {
        let test = try TestArchive()
        let source = try test.source()
        try test.collect(60, TestArchive.model("a", [5], bounds: []), of: source)
        #expect(try test.latest(P95Question.self, at: 60).entries.isEmpty)
        #expect(try test.latest(P95Question.self, at: 60).emptyReason == .noBounds)
        #expect(try test.latest(P95Question.self, at: 60).withoutBounds == ["a"])
        let entry = try #require(try test.latest(AllQuestion.self, at: 60).entries.first)
        #expect(entry.requests == 5 && entry.percentiles.p95 == nil)
    }

    @Test("above the last bound a percentile has no upper one")
    func aboveLastBound() throws {
        let test = try TestArchive()
        let source = try test.source()
        try test.collect(60, TestArchive.model("a", [0, 0, 0, 3], .reset), of: source)
        let entry = try #require(try test.latest(P95Question.self, at: 60).entries.first)
        #expect(entry.percentiles.p95 == Percentile(milliseconds: 400, lower: 400, upper: nil))
        #expect(entry.quality == .reset)
    }
}
