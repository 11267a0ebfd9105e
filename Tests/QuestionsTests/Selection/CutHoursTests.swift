import Archive
import Latency
import Support
import Testing

@testable import Questions

/// Rates and what is left out where only hours are kept: a counter of six in every hour's first window, and a latency of each.
@Suite("Hours whose windows are no longer kept")
struct CutHoursTests {
    private let test: TestArchive

    init() throws {
        test = try TestArchive()
        let latency = try test.source()
        let requests = try test.archive.source(
            SourceDescription(
                name: "default", metric: "vllm:request_success_total", url: "http://localhost:9090", selector: "",
                modelLabel: "model", unit: .seconds, kind: .counter))
        for minutes in stride(from: 5, through: 1440, by: 5) {
            let model = try TestArchive.model("a", [3, 0, 0, 0])
            try test.collect(minutes, model, of: latency)
            try test.collect(minutes, try TestArchive.model("a", [3], bounds: []), of: requests)
        }
        for source in [latency, requests] {
            try test.archive.seal(of: source, at: TestArchive.time(5000))
            try test.archive.downsampleToHours(of: source, before: TestArchive.time(1440))
        }
    }

    private func summary(_ start: String, _ end: String, _ more: [String: [Name]] = [:]) throws -> SummaryAnswer {
        let times: [String: [Name]] = [
            "from": [Name("2025-10-17T\(start):00Z")], "to": [Name("2025-10-17T\(end):00Z")],
        ]
        return try test.ask(SummaryQuestion.self, QueryParameters(times.merging(more) { $1 }), at: 2000)
    }

    @Test(
        "have the rate of all of the time that they are counted in",
        arguments: [("00:55", "01:05"), ("00:30", "02:30"), ("00:05", "01:00"), ("02:00", "05:00")])
    func rates(start: String, end: String) throws {
        let answer = try summary(start, end, ["metric_name": ["vllm:request_success_total"]])
        let entry = try #require(answer.entries.first)
        #expect(entry.perMinute == 0.6)
        let isCut = !(start.hasSuffix(":00") && end.hasSuffix(":00"))
        #expect((entry.total.resolution == .hour) == isCut && answer.warnings.isEmpty != isCut)
    }

    @Test("say so where none of them ends in the time that is asked for")
    func none() throws {
        let answer = try summary("00:05", "00:55")
        #expect(answer.entries.isEmpty && answer.emptyReason == .cutHours)
        #expect(try summary("00:05", "01:00").emptyReason == nil)
        let history = try test.history(
            QueryParameters(["from": ["2025-10-17T00:05:00Z"], "to": ["2025-10-17T00:55:00Z"]]), at: 2000)
        #expect(history.models.isEmpty && history.emptyReason == .cutHours && history.missing.isEmpty)
    }

    @Test("have the same rate in every step of a history that cuts one")
    func history() throws {
        let answer = try test.history(
            QueryParameters([
                "from": ["2025-10-17T00:30:00Z"], "to": ["2025-10-17T12:30:00Z"], "step": ["6h"],
                "metric_name": ["vllm:request_success_total"],
            ]), at: 2000, zone: Zone { _ in 5 * 3600 + 1800 })
        let points = try #require(answer.models.first).points
        #expect(points.allSatisfy { $0.requests == 3 * $0.windows } && points.count == 2)
    }

    @Test("are left out as a whole where an exclusion overlaps them")
    func exclusions() throws {
        var damages = Damages()
        let resolved = try ResolvedScope(
            try QuestionScope(QueryParameters(), now: TestArchive.time(2000)), in: test.archive, &damages)
        let range = TimeRange(start: TestArchive.time(0), end: TestArchive.time(600))
        func requests(_ exclusions: [Exclusion]) throws -> [Int] {
            try RangeTotals(
                of: resolved, in: range.windows, excluding: exclusions, from: test.archive, &damages
            ).totals.map(\.histogram.requests)
        }
        let start = TestArchive.time(130)
        #expect(try requests([]) == [360])
        #expect(try requests([Exclusion(from: start, to: start + 600, models: .all, reason: "x")]) == [324])
        #expect(try requests([Exclusion(from: start, to: start + 3600, models: .all, reason: "x")]) == [288])
    }
}
