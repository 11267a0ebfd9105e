import Archive
import Latency
import Objectives
import Support
import TestSupport
import Testing

@testable import Questions
@testable import SQLiteStore

@Suite struct SloQuestionTests {
    private static let now = TestArchive.time(600)

    /// Ten hours with `good` fast and `bad` slow requests in each window.
    private func archive(
        good: Int = 99, bad: Int = 1, metric: Name = "my_seconds", quality: Quality = .exact, errors: [Name: Int] = [:],
        errorMetric: Name = "my_errors"
    ) throws -> ObjectiveArchive {
        let archive = try ObjectiveArchive()
        let source = try archive.source(.e2e, metric)
        let counter = try archive.source(.errors, errorMetric, kind: .counter, classes: "code")
        for minutes in stride(from: 5, through: 600, by: 5) {
            let isLast = minutes == 600
            let model = try TestArchive.model("a", [good, 0, bad, 0], isLast ? quality : .exact)
            try archive.test.collect(minutes, model, of: source)
            let counts = try errors.map { name, count in
                let layout = try #require(BucketLayout(upperBounds: []))
                let part = try #require(Histogram.Part(layout: layout, counts: [count]))
                return ModelWindow(
                    series: SeriesKey("a", labels: [name]), quality: .exact,
                    histogram: Histogram(part, sumMicroseconds: nil))
            }
            let window = Window(endedAt: TestArchive.time(minutes))
            try archive.test.archive.commit(
                [CollectedWindow(window: window, models: counts)], run: nil, of: counter)
        }
        return archive
    }

    private func one(_ archive: ObjectiveArchive, _ parameters: [String: Name]) throws -> SloAnswer.Entry {
        try #require(archive.slo(parameters, now: Self.now).entries.first)
    }

    private let usual: [String: Name] = ["below": "200ms", "target": "99%", "hours": "10"]

    @Test("a limit and a target are enough for a verdict")
    func plain() throws {
        let entry = try one(archive(), usual)
        #expect(entry.objective == nil && entry.model == "a" && entry.measure == "e2e")
        #expect(entry.requests == 12_000 && entry.good == CountRange(low: 11_880, high: 11_880))
        #expect(entry.verdict == .met && entry.errors == 0)
        #expect(try one(archive(good: 98, bad: 2), usual).verdict == .notMet)
    }

    @Test("without a measure it is about what was collected, and a measure that nothing has is refused")
    func ownMeasure() throws {
        let test = try ObjectiveArchive()
        _ = try test.source(.e2e, "mistyped_seconds")
        let source = try test.test.source()
        try test.test.collect(600, TestArchive.model("a", [99, 1, 0, 0]), of: source)
        let entry = try one(test, usual)
        #expect(entry.measure == "request_duration_seconds" && entry.requests == 100)
        #expect(try one(test, usual.merging(["metric_name": "request_duration_seconds"]) { $1 }).requests == 100)
        #expect(throws: RequestError.unknownMeasure("ttft", known: ["e2e", "request_duration_seconds"])) {
            try test.slo(usual.merging(["measure": "ttft"]) { $1 }, now: Self.now)
        }
    }

    @Test("an exclusion that is gone leaves no verdict: nobody knows which windows it left out")
    func lostExclusion() throws {
        let archive = try archive()
        let exclusion = Exclusion(
            from: TestArchive.time(0), to: TestArchive.time(60), models: .all, reason: "x")
        _ = try archive.test.archive.add(RecordedExclusion(exclusion, createdAt: Self.now, createdBy: "alice"))
        #expect(try one(archive, usual).verdict == .met)
        try archive.test.archive.database.execute("DELETE FROM exclusion")
        #expect(try one(archive, usual).verdict == .cannotTell(.damaged))
    }

    @Test("errors that are no fault of the client's are bad")
    func errors() throws {
        let metric: Name = "litellm_proxy_failed_requests_metric_total"
        let entry = try one(archive(bad: 0, errors: ["500": 1, "429": 50], errorMetric: metric), usual)
        // Of a metric that nobody knows it is not known whether errors are among its latencies.
        #expect(entry.errors == 120)
        #expect(entry.share?.high == ExactShare(99, of: 100) && entry.share?.low == ExactShare(98, of: 99))
        let objective = Objective(
            name: "chat", models: .all, measure: "e2e", below: 200, target: try #require(Share("60%")),
            period: .sevenDays,
            errorClasses: ["429"])
        let listed = try archive(bad: 0, errors: ["500": 1, "429": 50], errorMetric: metric).slo(
            ["hours": "10"], objectives: [objective], now: Self.now)
        #expect(listed.entries.first?.errors == 6000)
    }

    @Test("errors that a selector picks from a counter of all requests have the classes of that counter")
    func errorsBySelector() throws {
        let metric: Name = #"vllm:request_success_total{finished_reason=~"error|abort"}"#
        let entry = try one(archive(bad: 0, errors: ["error": 1, "abort": 50], errorMetric: metric), usual)
        #expect(entry.errors == 120)
    }

    @Test("requests that may be lost keep a narrow verdict open")
    func lost() throws {
        let entry = try one(archive(quality: .partial), usual)
        #expect(entry.verdict == .cannotTell(.lostCounts) && entry.lost == 100 && entry.quality == .partial)
        #expect(try one(archive(good: 100, bad: 0, quality: .partial), usual).verdict == .met)
    }

    @Test("burn rates fire where the budget is spent too fast, and look back from the newest window")
    func burn() throws {
        let objective = Objective(
            name: "chat", models: .all, measure: "e2e", below: 200, target: try #require(Share("99%")),
            period: .thirtyDays,
            errorClasses: nil)
        func burn(_ good: Int, _ bad: Int, later: Int = 0) throws -> [BurnRate] {
            let answer = try archive(good: good, bad: bad).slo([:], objectives: [objective], now: Self.now + later)
            return try #require(answer.entries.first).burn
        }
        #expect(try burn(80, 20).map(\.isFiring) == [true, true, true])
        #expect(try burn(80, 20, later: 600).map(\.isFiring) == [true, true, true])
        #expect(try burn(93, 7).map(\.isFiring) == [false, true, true])
        #expect(try burn(100, 0).map(\.isFiring) == [false, false, false])
        #expect(try burn(80, 20, later: 3600).isEmpty)
    }

    @Test("intervals between tokens are no requests")
    func intervals() throws {
        let archive = try archive()
        let source = try archive.source(.itl, "my_itl_seconds")
        for minutes in stride(from: 5, through: 600, by: 5) {
            try archive.test.collect(minutes, TestArchive.model("a", [50, 0, 0, 0]), of: source)
        }
        let entry = try one(archive, usual.merging(["measure": "itl"]) { $1 })
        func count(_ key: String, _ entry: SloAnswer.Entry) -> Int? {
            let column = SloQuestion.columns.first { $0.key.map { "\($0)" } == key }
            guard case .count(let count)? = column?.cell(entry) else { return nil }
            return count
        }
        #expect(count("requests", entry) == nil && count("observations", entry) == 6000)
        let whole = try one(archive, usual)
        #expect(count("requests", whole) == 12_000 && count("observations", whole) == nil)
    }

    @Test("objectives of one model come together as goodput")
    func goodput() throws {
        let objectives = try ["200ms", "400ms"].map { text in
            Objective(
                name: Name(text), models: .all, measure: "e2e", below: try #require(TimeSpan(text)).milliseconds,
                target: try #require(Share("99%")), period: .sevenDays, errorClasses: nil)
        }
        let answer = try archive(good: 90, bad: 10).slo([:], objectives: objectives, now: Self.now)
        let together = try #require(answer.goodput.first)
        #expect(together.objectives == ["200ms", "400ms"])
        #expect(
            together.goodput.bounds == (try #require(ExactShare(90, of: 100)), try #require(ExactShare(90, of: 100))))
    }

    @Test("an objective about nothing says so")
    func nothing() throws {
        let objective = Objective(
            name: "chat", models: ShellPattern("b*"), measure: "ttft", below: 200, target: try #require(Share("99%")),
            period: .week, errorClasses: nil)
        let answer = try archive().slo([:], objectives: [objective], now: Self.now)
        #expect(
            answer.entries.isEmpty && answer.warnings == ["objective \"chat\" is about ttft, which nothing measures"])
    }

    @Test(
        "is divided by labels and sources, whose parts add up to the model; errors that lack the label are unknown"
    )
    func divided() throws {
        let archive = try ObjectiveArchive()
        let sources = try ["default", "west"].map { name in
            try archive.test.archive.source(
                SourceDescription(
                    name: Name(name), metric: "my_seconds", url: "http://localhost:9090", selector: "",
                    modelLabel: "model", unit: .seconds, measure: "e2e", labels: ["region"]))
        }
        for (place, source) in sources.enumerated() {
            let windows = try stride(from: 5, through: 600, by: 5).map { minutes in
                let models = try [("eu", 1), ("us", 5 * place)].map { region, bad in
                    ModelWindow(
                        series: SeriesKey("a", labels: [Name(region)]), quality: .exact,
                        histogram: try TestArchive.model("a", [99 - bad, 0, bad + 1, 0], .exact).histogram)
                }
                return CollectedWindow(window: Window(endedAt: TestArchive.time(minutes)), models: models)
            }
            try archive.test.archive.commit(windows, run: nil, of: source)
        }
        func ask(_ more: [String: [Name]]) throws -> SloAnswer {
            let parameters = QueryParameters(usual.mapValues { [$0] }.merging(more) { $1 })
            return try archive.test.ask(SloQuestion.self, parameters, at: 600)
        }
        let whole = try ask([:])
        #expect(whole.entries.map(\.labels) == [[]] && whole.labelNames.isEmpty)
        let regions = try ask(["by": ["region"]])
        #expect(regions.labelNames == ["region"] && regions.entries.map(\.labels) == [["eu"], ["us"]])
        #expect(regions.entries.map(\.requests).reduce(0, +) == whole.entries[0].requests)
        #expect(regions.entries.map(\.good.low) == [2 * 120 * 98, 120 * (99 + 94)])
        let both = try ask(["by": ["source", "region"], "where": ["region=us"]])
        #expect(both.entries.map(\.labels) == [["default", "us"], ["west", "us"]])
        #expect(both.entries.map(\.verdict) == [.met, .notMet] && both.notes.isEmpty)
        #expect(throws: RequestError.unknownLabel("team", known: ["region", "source"])) { try ask(["by": ["team"]]) }
        _ = try archive.source(.errors, "my_errors", kind: .counter, classes: "code")
        let unknown = try ask(["by": ["source", "region"], "where": ["region=us"]]).entries
        #expect(unknown.map(\.errors) == [nil, nil])
        #expect(unknown.map(\.verdict) == [.cannotTell(.errorsUnknown), .notMet])
    }

    @Test(
        "what can't be read is refused",
        arguments: [
            ([:], ObjectiveFault.noObjectives), (["below": "2s"], .belowAndTarget),
            (["target": "99%"], .belowAndTarget),
            (["below": "2", "target": "99%"], .badLimit("2")), (["below": "2s", "target": "100%"], .badTarget("100%")),
            (["below": "2s", "target": "99%", "past": "0"], .badPast("0")),
            (["below": "2s", "target": "99%", "past": "121"], .badPast("121")),
            (["below": "2s", "target": "99%", "past": "2", "hours": "5"], .pastOfOneStretch),
        ] as [([String: Name], ObjectiveFault)])
    func refused(parameters: [String: Name], fault: ObjectiveFault) throws {
        #expect(throws: RequestError.objectives(fault)) {
            try SloQuestion(QueryParameters(parameters), in: QuestionContext(now: Self.now, zone: .utc))
        }
    }
}
