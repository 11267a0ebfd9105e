import Archive
import Latency
import Testing

@testable import Questions

@Suite("All requests of a stretch of time")
struct RangeTotalsTests {
    private func totals(
        _ values: [String: [Name]] = [:], in test: TestArchive, from start: Int = 0, to end: Int = 60
    ) throws -> RangeTotals {
        var damages = Damages()
        let scope = try QuestionScope(QueryParameters(values), now: TestArchive.time(end))
        let resolved = try ResolvedScope(scope, in: test.archive, &damages)
        let range = TimeRange(start: TestArchive.time(start), end: TestArchive.time(end))
        let totals = try RangeTotals(of: resolved, in: range.windows, from: test.archive, &damages)
        #expect(damages.isEmpty)
        return totals
    }

    @Test("are the windows that end in it, added up, in the worst of their qualities")
    func merging() throws {
        let test = try TestArchive()
        let source = try test.source()
        for minutes in [5, 10, 15, 20] {
            let quality: Quality = minutes == 15 ? .spanned : .exact
            try test.collect(
                minutes, try TestArchive.model("a", [minutes, 1, 0, 0], quality, sum: 1000 * minutes),
                try TestArchive.model("b", [0, 0, 1, 0]), of: source)
        }
        let all = try totals(in: test, from: 5, to: 20).totals
        #expect(all.map(\.key) == ["a", "b"] && all.map(\.quality) == [.spanned, .exact])
        #expect(all[0].histogram.parts.map(\.counts) == [[45, 3, 0, 0]] && all[0].histogram.sumMicroseconds == 45_000)
        #expect(all.map(\.coverage) == [1, 1])
        #expect(try totals(in: test, from: 0, to: 40).totals.map(\.coverage) == [0.5, 0.5])
        #expect(try totals(["model_name": ["b"]], in: test).totals.map(\.key) == ["b"])
        #expect(try totals(in: test, from: 20, to: 24).totals.isEmpty)
    }

    /// East has windows up to 20 minutes and seconds, west up to 10 and milliseconds.
    private func clusters() throws -> TestArchive {
        let test = try TestArchive()
        let east = try test.source("east")
        let west = try test.archive.source(
            SourceDescription(
                name: "west", metric: "request_duration_seconds", url: "", selector: "", modelLabel: "model",
                unit: .milliseconds))
        for minutes in [5, 10, 15, 20] {
            try test.collect(minutes, try TestArchive.model("a", [1, 0, 2, 0], sum: 500), of: east)
        }
        for minutes in [5, 10] {
            try test.collect(
                minutes, try TestArchive.model("a", [10, 20, 0, 5], sum: 700, bounds: [100, 200, 400]),
                try TestArchive.model("b", [1, 0, 0, 0], .reset, bounds: [100, 200, 400]), of: west)
        }
        return test
    }

    @Test("of sources with different units are added up in milliseconds")
    func units() throws {
        let totals = try totals(in: clusters(), to: 20)
        #expect(totals.unit == .milliseconds && totals.totals.map(\.key) == ["a", "b"])
        let a = totals.totals[0].histogram
        #expect(a.parts.map(\.counts) == [[24, 40, 8, 10]] && a.parts[0].layout.upperBounds == [100, 200, 400])
        #expect(a.sumMicroseconds == 4 * 500 + 2 * 700)
        // Of west half was collected, and b is of west alone.
        #expect(totals.totals.map(\.coverage) == [0.75, 0.5])
        #expect(totals.ofAllModels.map(\.key) == ["(all)"] && totals.ofAllModels[0].coverage == 0.75)
        #expect(totals.ofAllModels[0].histogram.requests == 84 && totals.ofAllModels[0].quality == .reset)
    }

    @Test("are divided by source where that is asked for, and add up to the whole")
    func bySource() throws {
        let totals = try totals(["by": ["source"]], in: clusters(), to: 20)
        #expect(
            totals.totals.map(\.key) == [
                SeriesKey("a", labels: ["east"]), SeriesKey("a", labels: ["west"]), SeriesKey("b", labels: ["west"]),
            ])
        #expect(totals.totals.map(\.histogram.requests) == [12, 70, 2])
        #expect(totals.totals.map(\.coverage) == [1, 0.5, 0.5])
        #expect(totals.ofAllModels.map(\.key.labels) == [["east"], ["west"]])
    }

    @Test("are covered by what was collected of every source that has the model, also where it has nothing")
    func coverage() throws {
        let test = try TestArchive()
        for name in ["east", "west"] as [Name] {
            let source = try test.source(name)
            for minutes in stride(from: 5, through: name == "east" ? 40 : 20, by: 5) {
                try test.collect(minutes, try TestArchive.model("a", [1, 0, 0, 0]), of: source)
            }
            try test.collect(50, of: source)
        }
        // West was not collected; at 50 minutes both were, and had nothing.
        #expect(try totals(in: test, from: 20, to: 40).totals.map(\.coverage) == [0.5])
        #expect(try totals(in: test, from: 20, to: 40).totals.map(\.histogram.requests) == [4])
        #expect(try totals(in: test, from: 0, to: 20).ofAllModels.map(\.coverage) == [1])
        let late = try test.source("late")
        try test.collect(55, try TestArchive.model("a", [1, 0, 0, 0]), of: late)
        #expect(try totals(in: test, from: 0, to: 20).totals.map(\.coverage) == [1])
    }

    @Test("have the pace of each source, added up, in the time that was collected of it")
    func pace() throws {
        let totals = try totals(in: clusters(), to: 20)
        // East has 3 a window in four, west 35 in two.
        #expect(totals.totals.first?.perMinute(\.requests) == 3.0 / 5 + 35.0 / 5)
    }

    @Test("of one source have its own unit")
    func ownUnit() throws {
        let totals = try totals(["source": ["east"]], in: clusters(), to: 20)
        #expect(totals.unit == .seconds && totals.totals.map(\.histogram.requests) == [12])
    }
}
