import Archive
import Latency
import Objectives
import Support
import Testing

@testable import Questions

/// Where a part of what an objective is judged by is not there, nobody says more than the rest carries.
@Suite struct MissingEvidenceTests {
    private static let now = TestArchive.time(600)

    private func entry(
        _ archive: ObjectiveArchive, _ more: [String: Name] = [:], now: Int = Self.now
    ) throws -> SloAnswer.Entry {
        let usual: [String: Name] = [
            "below": "100ms", "target": "99%", "from": "2025-10-17T01:00:00Z", "to": "2025-10-17T02:00:00Z",
        ]
        return try #require(archive.slo(usual.merging(more) { $1 }, now: now).entries.first)
    }

    private let fast = [10, 0, 0, 0]

    // MARK: Errors of other names

    @Test("errors that name models by another label are somebody's, so that nothing is met without them")
    func otherNames() throws {
        let archive = try ObjectiveArchive()
        let latency = try archive.source(.e2e, "my_seconds")
        let errors = try archive.source(.errors, "my_errors", kind: .counter, label: "requested_model")
        try archive.collect(5...600, latency, [TestArchive.model("vendor/a", fast)])
        try archive.collect(5...600, errors, [ObjectiveArchive.count(1, of: "a")])
        let entries = try archive.slo(
            ["below": "100ms", "target": "99%", "from": "2025-10-17T01:00:00Z", "to": "2025-10-17T02:00:00Z"],
            now: Self.now
        ).entries
        #expect(entries.map(\.model) == ["vendor/a"] && entries.first?.errors == nil)
        #expect(entries.first?.verdict == .cannotTell(.errorsUnknown))
    }

    @Test("errors that are missing beside something else are told with it")
    func twoReasons() throws {
        let archive = try ObjectiveArchive()
        let latency = try archive.source(.e2e, "my_seconds")
        let errors = try archive.source(.errors, "my_errors", kind: .counter, label: "requested_model")
        try archive.collect(5...60, latency, [TestArchive.model("vendor/a", fast)])
        try archive.collect(5...60, errors, [ObjectiveArchive.count(1, of: "a")])
        func entry(_ good: String, _ now: Int) throws -> SloAnswer.Entry {
            try #require(
                archive.slo(
                    ["below": "100ms", "target": "99%", "from": "2025-10-17T00:00:00Z", "to": Name(good)], now: now
                ).entries.first)
        }
        let short = try entry("2025-10-17T02:00:00Z", Self.now)
        #expect(short.coverage == 0.5 && short.reasons == [.lowCoverage, .errorsUnknown])
        let whole = try entry("2025-10-17T01:00:00Z", Self.now)
        #expect(whole.reasons == [.errorsUnknown] && !whole.lacksErrors)
        let running = try entry("2025-10-17T02:00:00Z", TestArchive.time(60))
        #expect(running.reasons == [.running, .errorsUnknown])
    }

    // MARK: Errors of other windows

    @Test("errors are known where they were collected in the windows of the latencies, not in as many")
    func otherWindows() throws {
        let archive = try ObjectiveArchive()
        let latency = try archive.source(.e2e, "my_seconds")
        let errors = try archive.source(.errors, "my_errors", kind: .counter)
        try archive.collect(65...110, latency, [TestArchive.model("a", fast)])
        try archive.collect(65...80, errors, [ObjectiveArchive.count(0)])
        try archive.collect(100...110, errors, [ObjectiveArchive.count(0)])
        try archive.collect(115...120, errors, [ObjectiveArchive.count(7)])
        let some = try entry(archive, ["to": "2025-10-17T02:00:00Z"])
        // Three windows of ten lack them.
        #expect(some.errors == nil && some.reasons == [.errorsUnknown])
        try archive.collect(85...95, errors, [ObjectiveArchive.count(0)])
        let all = try entry(archive, ["to": "2025-10-17T02:00:00Z"])
        #expect(all.errors == 0 && all.verdict == .met)
    }

    // MARK: Means

    @Test("requests of which a mean alone is known may be good or bad")
    func means() throws {
        let archive = try ObjectiveArchive()
        let mean = try archive.source(.e2e, "mean_seconds", kind: .mean, of: "west")
        let histogram = try archive.source(.e2e, "my_seconds", of: "east")
        try archive.collect(65...120, mean, [ObjectiveArchive.count(1000, sum: 50_000_000_000)])
        try archive.collect(65...120, histogram, [TestArchive.model("a", fast)])
        let entry = try entry(archive)
        #expect(entry.requests == 12_120 && entry.good == CountRange(low: 120, high: 12_120))
        #expect(entry.verdict == .cannotTell(.noBounds) && entry.errors == nil)
        #expect(try self.entry(archive, ["source": "west"]).verdict == .cannotTell(.noBounds))
    }

    // MARK: Coverage

    @Test("a source that was not collected counts in every period, whatever else is asked about")
    func coverage() throws {
        let archive = try ObjectiveArchive()
        for name in ["east", "west"] as [Name] {
            let source = try archive.source(.e2e, "my_seconds", of: name)
            try archive.collect(5...60, source, [TestArchive.model("a", fast)])
            if name == "east" { try archive.collect(65...600, source, [TestArchive.model("a", fast)]) }
        }
        for now in [TestArchive.time(120), Self.now] {
            let entry = try entry(archive, now: now)
            #expect(entry.coverage == 0.5 && entry.verdict == .cannotTell(.lowCoverage), "\(now)")
        }
        #expect(try entry(archive, ["source": "east"]).verdict == .met)
    }

    @Test("a source that was collected and had nothing takes nothing away, nor one that began later")
    func nothingThere() throws {
        let archive = try ObjectiveArchive()
        let east = try archive.source(.e2e, "my_seconds", of: "east")
        try archive.collect(5...600, east, [TestArchive.model("a", fast)])
        let west = try archive.source(.e2e, "my_seconds", of: "west")
        try archive.collect(5...60, west, [TestArchive.model("a", fast)])
        try archive.collect(65...600, west)
        let south = try archive.source(.e2e, "my_seconds", of: "south")
        try archive.collect(300...600, south, [TestArchive.model("a", fast)])
        let entry = try entry(archive)
        #expect(entry.coverage == 1 && entry.verdict == .met && entry.requests == 120)
    }

    // MARK: Errors

    /// Two hours of latencies.
    private func archive(
        _ metric: Name, errors: ClosedRange<Int>?, count: Int = 0, of model: SeriesKey = "a", labels: [Name] = []
    ) throws -> ObjectiveArchive {
        let archive = try ObjectiveArchive()
        let source = try archive.source(.e2e, metric, labels: labels)
        let fast = try TestArchive.model("a", fast)
        let parts = ["eu", ""].map {
            ModelWindow(series: SeriesKey("a", labels: [$0]), quality: .exact, histogram: fast.histogram)
        }
        try archive.collect(5...120, source, labels.isEmpty ? [fast] : parts)
        if let errors {
            let counter = try archive.source(.errors, "my_errors", kind: .counter)
            try archive.collect(errors, counter, [ObjectiveArchive.count(count, of: model)])
        }
        return archive
    }

    @Test(
        "errors that were not collected are not known, and nothing is met without them", arguments: [5...10, 5...100])
    func errorsNotCollected(errors: ClosedRange<Int>) throws {
        // The table knows of the first that errors are not among the latencies, of the second that they are.
        for metric in ["apisix_llm_latency", "vllm:request_latency_seconds"] as [Name] {
            let entry = try entry(archive(metric, errors: errors))
            #expect(entry.errors == nil && entry.verdict == .cannotTell(.errorsUnknown), "\(metric)")
            #expect(entry.share?.low.part == 0 && entry.share?.high == ExactShare(120, of: 120))
        }
    }

    @Test("errors of which some windows are missing leave those uncovered")
    func errorsInPart() throws {
        let entry = try entry(archive("apisix_llm_latency", errors: 5...110))
        #expect(entry.errors == 0 && entry.verdict == .met)
        #expect(entry.coverage.map { ($0 * 12).rounded() } == 10)
    }

    @Test("errors that are not kept by a label are not known by its values")
    func errorsWithoutLabel() throws {
        let archive = try archive("apisix_llm_latency", errors: 5...120, count: 1, labels: ["region"])
        #expect(try entry(archive).errors == 12)
        for value in ["eu", ""] as [Name] {
            let part = try entry(archive, ["where": "region=\(value)"])
            #expect(part.requests == 120 && part.errors == nil && part.verdict == .cannotTell(.errorsUnknown))
        }
    }

    @Test(
        "a model of which every request fails is there, and missed",
        arguments: ["apisix_llm_latency", "vllm:request_latency_seconds", "my_seconds"] as [Name])
    func failing(metric: Name) throws {
        let archive = try archive(metric, errors: 5...120, count: 50, of: "dead")
        let objective = Objective(
            name: "all", models: .all, measure: "e2e", below: 100, target: try #require(Share("99%")),
            period: .sevenDays,
            errorClasses: nil)
        let answer = try archive.slo([:], objectives: [objective], now: TestArchive.time(120))
        let entry = try #require(answer.entries.first { $0.model == "dead" })
        #expect(entry.requests == 1200 && entry.errors == 1200 && entry.share?.high == ExactShare(0, of: 1))
        let hours = try archive.slo(["hours": "2"], objectives: [objective], now: TestArchive.time(120))
        #expect(hours.entries.map(\.verdict) == [.met, .notMet] && hours.status == .critical)
    }

    // MARK: Losses

    /// A day in which the windows of the first hour are `reset`, and the busiest one comes later.
    private func day(asHours: Bool) throws -> ObjectiveArchive {
        let archive = try ObjectiveArchive()
        let source = try archive.source(.e2e, "my_seconds")
        let values = try (1...288).map { place in
            let count = place <= 12 ? 10 : place == 20 ? 100 : 0
            return try TestArchive.model("a", [count, 0, 0, 0], place <= 12 ? .reset : .exact)
        }
        let windows = values.enumerated().map { place, value in
            CollectedWindow(window: Window(endedAt: TestArchive.time(5 + 5 * place)), models: [value])
        }
        if !asHours {
            try archive.test.archive.commit(windows, run: nil, of: source)
            return archive
        }
        var hours: [CollectedHour] = []
        for first in stride(from: 0, to: 288, by: 12) {
            let hour = windows[first..<first + 12]
            let sum = hour.dropFirst().reduce(hour[first].models[0]) { $0.merged(with: $1.models[0]) }
            try hours.append(
                #require(CollectedHour(last: hour[first + 11].window, collected: hour.map(\.window), models: [sum])))
        }
        _ = try archive.test.archive.commit(hours, of: source)
        return archive
    }

    @Test("as many requests may be lost as the busiest window of the day has, also where that is not asked about")
    func lost() throws {
        let hour: [String: Name] = ["from": "2025-10-17T00:00:00Z", "to": "2025-10-17T01:00:00Z"]
        let whole: [String: Name] = ["from": "2025-10-17T00:00:00Z", "to": "2025-10-18T00:00:00Z"]
        let now = TestArchive.time(2880)
        #expect(try entry(day(asHours: false), hour, now: now).lost == 1200)
        #expect(try entry(day(asHours: false), whole, now: now).lost == 1200)
        // All twelve windows of the hour may be, and nothing is known of a window but that its hour has 120 requests at most.
        #expect(try entry(day(asHours: true), hour, now: now).lost == 1440)
    }

    // MARK: What has no latencies

    @Test("what has no latencies is refused", arguments: ["input_tokens", "requests", "errors"] as [Name])
    func noLatencies(measure: Name) throws {
        let archive = try archive("my_seconds", errors: 5...120)
        #expect(throws: RequestError.noPercentiles(measure)) { try entry(archive, ["measure": measure]) }
    }

    @Test("a counter under its own name is refused, too")
    func otherCounter() throws {
        let archive = try archive("my_seconds", errors: nil)
        let other = SourceDescription(
            name: "default", metric: "my_total", url: "", selector: "", modelLabel: "model", unit: .seconds,
            measure: "my_total", kind: .counter)
        try archive.collect(5...120, archive.test.archive.source(other), [ObjectiveArchive.count(1)])
        #expect(throws: RequestError.noPercentiles("my_total")) { try entry(archive, ["measure": "my_total"]) }
    }
}
