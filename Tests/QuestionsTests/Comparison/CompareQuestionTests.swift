import Archive
import Latency
import Statistics
import Support
import Testing

@testable import Questions
@testable import SQLiteStore

@Suite("Whether a model got slower")
struct CompareQuestionTests {
    /// Two hours from noon of every day, up to the one whose number is given; day 0 is the first. Latencies lie about a
    /// bucket, those of bounds 5 % apart.
    private func archive(
        days: Int = 29, label: Name = "default", _ peak: (_ day: Int, _ window: Int) -> [Name: Int]
    ) throws -> (TestArchive, Source) {
        let test = try TestArchive()
        let source = try test.source(label)
        try test.archive.commit(try windows(days: days, peak), run: nil, of: source)
        return (test, source)
    }

    private func windows(
        days: Int, _ peak: (_ day: Int, _ window: Int) -> [Name: Int]
    ) throws -> [CollectedWindow] {
        try (0..<days).flatMap { day in
            try (1...24).map { number in
                let models = try peak(day, number).sorted { $0.key < $1.key }.map { name, peak in
                    try Self.window(name, peak: peak)
                }
                return CollectedWindow(
                    window: Window(endedAt: Self.noon(day) + number * 300), models: models)
            }
        }
    }

    private static let bounds = (0..<80).map { number in (0..<number).reduce(0.05) { bound, _ in bound * 1.05 } }

    private static func window(_ name: Name, peak: Int) throws -> ModelWindow {
        var counts = [Int](repeating: 0, count: bounds.count + 1)
        for offset in -5...5 { counts[peak + offset] = 6 - abs(offset) }
        return try TestArchive.model(name, counts, bounds: bounds)
    }

    /// Of a day since Friday, 2025-10-17, in seconds since 1970 UTC.
    private static func noon(_ day: Int) -> Int { TestArchive.time(day * 1440 + 720) }

    private func compare(
        _ test: TestArchive, _ values: [String: [Name]] = [:], day: Int = 28
    ) throws -> CompareAnswer {
        let parameters = QueryParameters(values.merging(["since": ["2h"]]) { $1 })
        return try test.ask(CompareQuestion.self, parameters, at: day * 1440 + 840)
    }

    @Test("is told by the same hours of the days before, with what was compared")
    func slower() throws {
        let (test, _) = try archive { day, window in
            ["slow": day == 28 ? 36 : 30 + (day + window) % 2, "steady": 30 + (day + window) % 2]
        }
        let answer = try compare(test)
        #expect(answer.entries.map(\.key) == ["slow", "steady"])
        #expect(answer.entries.map(\.comparison.verdict) == [.slower, .same])
        let slow = try #require(answer.entries.first)
        #expect(slow.later.start == Self.noon(28) && slow.later.end == Self.noon(28) + 7200)
        #expect(slow.later.requests == 24 * 36 && slow.later.coverage == 1)
        // Fridays are compared with Mondays to Fridays.
        #expect(slow.comparison.blocks == 20)
        #expect(slow.baseline.requests == 20 * 24 * 36 && slow.baseline.start == Self.noon(0))
        #expect(answer.damages.isEmpty && answer.emptyReason == nil && answer.measure == nil)
    }

    @Test("can't be told while an exclusion is lost: nobody knows what it leaves out")
    func lostExclusion() throws {
        let (test, _) = try archive { day, window in
            ["slow": day == 28 ? 36 : 30 + (day + window) % 2, "steady": 30 + (day + window) % 2]
        }
        let exclusion = Exclusion(from: Self.noon(3), to: Self.noon(4), models: .all, reason: "x")
        _ = try test.archive.add(RecordedExclusion(exclusion, createdAt: Self.noon(5), createdBy: "alice"))
        #expect(try compare(test).entries.map(\.comparison.verdict) == [.slower, .same])
        try test.archive.database.execute("DELETE FROM exclusion")
        let answer = try compare(test)
        #expect(!answer.damages.isEmpty)
        for entry in answer.entries {
            #expect(entry.comparison.verdict == .cannotTell && entry.comparison.reason == .damaged)
            #expect(entry.comparison.pValue == nil && entry.comparison.p95Change != nil)
            #expect(entry.control?.verdict == .cannotTell && entry.control?.differencePValue == nil)
        }
    }

    @Test("may be asked of one model, beside what another did at the same time")
    func control() throws {
        let (test, _) = try archive { day, window in
            let common = 30 + (day * 7 + window) % 3 + (day == 28 ? 6 : 0)
            return ["a": common, "b": common, "c": 30 + (day + window) % 2]
        }
        let together = try #require(compare(test, ["model_name": ["a"], "with": ["b"]]).entries.first)
        #expect(together.comparison.verdict == .slower && together.control?.verdict == .slower)
        #expect(try #require(together.control?.differencePValue) > 0.5)
        let answer = try compare(test, ["model_name": ["a"], "with": ["c"]])
        #expect(answer.entries.map(\.key) == ["a"])
        #expect(try #require(answer.entries.first?.control?.differencePValue) < 0.01)
    }

    @Test("can't be told where all requests are beyond the last bound, whatever their number")
    func openBucket() throws {
        let test = try TestArchive()
        let source = try test.source()
        let windows = try windows(days: 29) { _, _ in [:] }.map { window in
            let model = try TestArchive.model("open", [0, 0, 0, 30 + window.window.index % 3])
            return CollectedWindow(window: window.window, models: [model])
        }
        try test.archive.commit(windows, run: nil, of: source)
        let comparison = try #require(compare(test).entries.first).comparison
        #expect(comparison.verdict == .cannotTell && comparison.reason == .bucketsTooWide)
    }

    @Test("tells beside it what the other models did, where nobody names one")
    func others() throws {
        let (test, _) = try archive { day, window in
            let common = 30 + (day * 7 + window) % 3 + (day == 28 ? 6 : 0)
            return ["a": common, "b": common, "c": 30 + (day + window) % 2]
        }
        let answer = try compare(test, ["model_name": ["a"]])
        let control = try #require(answer.entries.first?.control)
        #expect(answer.entries.count == 1 && control.model == nil && control.source == nil && control.wanted.isEmpty)
        // Half of the others became slower as much, the other half did not.
        let alone = try archive { day, window in
            ["b": 30 + (day * 7 + window) % 3 + (day == 28 ? 6 : 0), "c": 30 + (day + window) % 2]
        }.0
        let together = try #require(compare(alone, ["merge_models": [""]]).entries.first { $0.key.model == "(all)" })
        #expect(control.verdict == together.comparison.verdict && together.control == nil)
        let (single, _) = try archive { day, window in ["a": 30 + (day + window) % 2] }
        #expect(try compare(single).entries.first?.control == nil)
    }

    @Test("may be asked beside the same model of another source, or with another value of a label")
    func elsewhere() throws {
        let (test, _) = try archive { day, window in ["a": 30 + (day * 7 + window) % 3 + (day == 28 ? 6 : 0)] }
        let other = try test.source("west")
        try test.archive.commit(
            try windows(days: 29) { day, window in ["a": 30 + (day + window) % 2] }, run: nil, of: other)
        let answer = try compare(test, ["source": ["default"], "with_source": ["west"]])
        let control = try #require(answer.entries.first?.control)
        #expect(control.model == "a" && control.source == "west" && control.verdict == .same)
        #expect(answer.entries.first?.comparison.verdict == .slower)
        #expect(try #require(control.differencePValue) < 0.01)
        #expect(throws: RequestError.self) { try compare(test, ["with_source": ["nowhere"]]) }
        #expect(throws: RequestError.badWhere("region", parameter: "with_where")) {
            try compare(test, ["with_where": ["region"]])
        }
        #expect(throws: RequestError.self) { try compare(test, ["with_where": ["region=eu"]]) }
    }

    @Test("beside another value of a label, of the same hours")
    func labels() throws {
        let test = try TestArchive()
        let source = try test.archive.source(
            SourceDescription(
                name: "default", metric: "request_duration_seconds", url: "http://localhost:9090", selector: "",
                modelLabel: "model", unit: .seconds, labels: ["region"]))
        let divided = try windows(days: 29) { day, window in
            ["eu": 30 + (day + window) % 2 + (day == 28 ? 6 : 0), "us": 30 + (day + window) % 2]
        }.map { window in
            CollectedWindow(
                window: window.window,
                models: window.models.map { model in
                    ModelWindow(
                        series: SeriesKey("a", labels: [model.model]), quality: .exact, histogram: model.histogram)
                })
        }
        try test.archive.commit(divided, run: nil, of: source)
        for by: [Name] in [[], ["region"]] {
            let answer = try compare(test, ["where": ["region=eu"], "with_where": ["region=us"], "by": by])
            let entry = try #require(answer.entries.first)
            #expect(answer.entries.count == 1 && entry.comparison.verdict == .slower)
            #expect(entry.control?.verdict == .same && entry.control?.wanted == ["region=us"])
        }
    }

    @Test("leaves out what is excluded, of the models that it is excluded of, and says how much")
    func exclusions() throws {
        // An hour of the last day is bad.
        let (test, _) = try archive { day, window in
            let normal = 30 + (day + window) % 2
            return ["a": day == 28 && window > 20 ? 60 : normal, "b": normal]
        }
        let end = Self.noon(28) + 7200
        let exclusion = Exclusion(from: end - 1200, to: end, models: ShellPattern("a"), reason: "driver")
        let before = try compare(test)
        #expect(before.entries.map(\.excludedWindows) == [0, 0])
        _ = try test.archive.add(RecordedExclusion(exclusion, createdAt: end, createdBy: "alice"))
        let answer = try compare(test)
        #expect(answer.entries.map(\.excludedWindows) == [4, 0])
        let (a, b) = (try #require(answer.entries.first), try #require(answer.entries.last))
        #expect(a.later.requests == 20 * 36 && abs((a.later.coverage ?? 0) - 20.0 / 24) < 1e-9)
        #expect(a.comparison.verdict == .same && b.later.requests == 24 * 36 && b.later.coverage == 1)
        // What is left is too little.
        let long = Exclusion(from: end - 1800, to: end, models: .all, reason: "driver")
        _ = try test.archive.add(RecordedExclusion(long, createdAt: end, createdBy: "alice"))
        #expect(try compare(test).entries.map(\.comparison.reason) == [.lowCoverage, .lowCoverage])
    }

    @Test("can't be told of five days, nor of hours that were not collected")
    func doubts() throws {
        let (test, _) = try archive(days: 6) { day, _ in ["a": day == 5 ? 40 : 30] }
        let short = try #require(compare(test, day: 5).entries.first?.comparison)
        #expect(short.verdict == .cannotTell && short.reason == .tooFewBlocks)
        #expect(short.needed?.days == 1)
        let (gap, _) = try archive { day, window in day == 28 && window > 18 ? [:] : ["a": 30] }
        #expect(try compare(gap).entries.first?.comparison.verdict == .same)
        let later = try compare(gap, day: 29).entries.first
        #expect(later?.comparison.reason == .lowCoverage && later?.later.coverage == 0)
    }

    @Test("against last week goes by the seven days before")
    func lastWeek() throws {
        let (test, _) = try archive { day, window in ["a": (day < 21 ? 50 : 30) + (day + window) % 2] }
        #expect(try compare(test).entries.first?.comparison.verdict != .same)
        let week = try #require(compare(test, ["against": ["last-week"]]).entries.first)
        #expect(week.comparison.blocks == 7 && week.comparison.verdict == .same)
    }

    @Test("goes along with tokens where they were longer too")
    func tokens() throws {
        // A bucket slower for every tenth of tokens more, now and then.
        func longer(_ day: Int, _ window: Int) -> Int { day == 28 ? 3 : (day * 5 + (window - 1) / 12 * 3) % 5 }
        let (test, source) = try archive { day, window in ["a": 30 + longer(day, window)] }
        let counter = try test.archive.source(
            SourceDescription(
                name: "default", metric: "prompt_tokens_total", url: source.description.url, selector: "",
                modelLabel: "model", unit: .seconds, measure: "input_tokens", kind: .counter))
        let counts = try windows(days: 29) { _, _ in [:] }.map { window -> CollectedWindow in
            let since = window.window.end - Self.noon(0)
            let tokens = 36_000 + 3600 * longer(since / 86_400, since % 86_400 / 300)
            return CollectedWindow(
                window: window.window, models: [try TestArchive.model("a", [tokens], bounds: [])])
        }
        try test.archive.commit(counts, run: nil, of: counter)
        let entry = try #require(compare(test, ["measure": [Name(source.description.metric.text)]]).entries.first)
        #expect(throws: RequestError.noPercentiles("input_tokens")) {
            try compare(test, ["measure": ["input_tokens"]])
        }
        let share = try #require(entry.tokens)
        #expect(share.reason == nil || share.share == nil)
        if let part = share.share { #expect(part > 0) }
    }

    @Test("says what can't be asked")
    func refused() throws {
        let (test, _) = try archive(days: 1) { _, _ in ["a": 30] }
        #expect(throws: RequestError.badAgainst("yesterday")) { try compare(test, ["against": ["yesterday"]]) }
        #expect(throws: RequestError.self) {
            try test.ask(CompareQuestion.self, QueryParameters(["since": ["2030-01-01"]]), at: 0)
        }
    }

    @Test("has no entries before anything was collected")
    func empty() throws {
        let test = try TestArchive()
        _ = try test.source()
        #expect(try test.ask(CompareQuestion.self, at: 60).emptyReason == .neverCollected)
        let context = QuestionContext(now: 0, zone: .utc)
        #expect(try CompareQuestion(QueryParameters(), in: context).answer(from: nil).emptyReason == .neverCollected)
    }
}
