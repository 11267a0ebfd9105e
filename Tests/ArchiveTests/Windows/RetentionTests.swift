import Latency
import TestSupport
import Testing

@testable import Archive
@testable import SQLiteStore

@Suite struct RetentionTests: OnOneSource {
    let own: OneSource
    let day = UTCDay(index: 20_378)

    init() throws {
        own = try OneSource()
        var random = SplitMix64(seed: 11)
        for index in day.index..<day.index + 3 {
            let windows = UTCDay(index: index).windows.windows.filter { $0.index % 9 > 0 }.map { window in
                let counts = (0..<3).map { _ in Int.random(in: 0...500, using: &random) }
                return CollectedWindow(window: window, models: [Samples.model("a", counts), Samples.model("b")])
            }
            try archive.commit(windows, run: nil, of: source)
        }
        try archive.seal(of: source, at: day.end + 9 * UTCDay.seconds)
    }

    private func stretches(_ seconds: Int) throws -> [StepAggregate] {
        var result: [StepAggregate] = []
        let range = day.window(0)...day.window(3 * UTCDay.windows - 1)
        let length = seconds / Window.seconds
        _ = try archive.forEachStretch(
            of: source, in: range, newestFirst: false,
            stepEnd: { Window(index: ($0.index + length - 1) / length * length) },
            {
                result.append($0)
                return true
            })
        return result
    }

    private func values(_ stretches: [StepAggregate]) -> [[ModelWindow]] {
        stretches.map { $0.models.sorted { $0.model < $1.model } }
    }

    @Test("hours and days are the same when only hours are kept, and so is what was collected")
    func sameHours() throws {
        let (hours, days) = (try stretches(3600), try stretches(86_400))
        let range = day.window(0)...day.window(3 * UTCDay.windows - 1)
        let collected = try archive.collectedWindows(of: source, in: range).value
        try archive.downsampleToHours(of: source, before: day.end + UTCDay.seconds + 77)
        let after = (hours: try stretches(3600), days: try stretches(86_400))
        #expect(values(after.hours) == values(hours))
        #expect(values(after.days) == values(days))
        #expect(after.hours.map(\.windows) == hours.map(\.windows))
        #expect(after.days.map(\.collected) == days.map(\.collected))
        #expect(after.days.map(\.resolution) == [.hour, .hour, .window])
        #expect(try archive.collectedWindows(of: source, in: range).value == collected)
    }

    @Test("a step shorter than an hour has the hour that ends in it, and windows are no more")
    func shortSteps() throws {
        try archive.downsampleToHours(of: source, before: day.end)
        let steps = try stretches(900).filter { $0.last <= day.windows.upperBound }
        #expect(steps.filter { !$0.models.isEmpty }.map(\.last) == (1...24).map { day.window($0 * 12 - 1) })
        let first = try archive.windows(of: source).first
        #expect(first.map { UTCDay(holding: $0.window) } == UTCDay(index: day.index + 1))
    }

    @Test("an hour belongs to the range that holds its end, as a window does")
    func cutRange() throws {
        try archive.downsampleToHours(of: source, before: day.end)
        var hours: [Window] = []
        _ = try archive.forEachStretch(
            of: source, in: day.window(18)...day.window(40), newestFirst: true, stepEnd: nil,
            {
                if !$0.models.isEmpty { hours.append($0.last) }
                return true
            })
        #expect(hours == [day.window(35), day.window(23)])
    }

    @Test("late windows of such a day are added to their hour if they were never collected, and else left out")
    func late() throws {
        try archive.downsampleToHours(of: source, before: day.end)
        let before = try stretches(3600)[0]
        let missing = try #require((0..<12).first { day.window($0).index % 9 == 0 })
        let late = [missing, missing == 0 ? 1 : 0].map {
            CollectedWindow(window: day.window($0), models: [Samples.model("a", [7000, 0, 0])])
        }
        try archive.commit(late, run: nil, of: source)
        let after = try stretches(3600)[0]
        let requests = [before, after].map { $0.models.first { $0.model == "a" }?.histogram.requests ?? 0 }
        #expect(requests[1] == requests[0] + 7000)
        #expect(after.windows == before.windows + 1)
    }

    @Test("a chunk whose windows can't be read stays as it is, however good its totals look")
    func unreadable() throws {
        try archive.catalogue.load([source.id], from: archive.store)
        let series = try #require(archive.catalogue.series(of: source.id)?.first { $0.value == "a" }).key
        let key = try #require(DayKey.chunk(day, series: series))
        let bytes = try CraftedChunk.bytes(totals: Samples.model("a", [5, 0, 0])) {
            for _ in 0..<2 { _ = $0.bit(false) }
        }
        let place = Place(table: .chunk, key: key)
        try archive.write(bytes, at: place)
        let damages = try archive.downsampleToHours(of: source, before: day.end)
        #expect(try archive.body(at: place) == bytes)
        #expect(damages.all.count == 1)
    }

    @Test("the space goes back to the file system")
    func space() throws {
        let before = try directory.bytes("metrics.db").count
        var random = SplitMix64(seed: 12)
        for index in 3..<40 {
            let windows = UTCDay(index: day.index + index).windows.windows.map { window in
                // Few alike, so that windows take much more than hours do.
                let models = (0..<9).map { model in
                    Samples.model("\(model)", (0..<3).map { _ in Int.random(in: 0...500, using: &random) })
                }
                return CollectedWindow(window: window, models: models)
            }
            try archive.commit(windows, run: nil, of: source)
        }
        let time = day.end + 50 * UTCDay.seconds
        try archive.seal(of: source, at: time, maximumDays: 99)
        let full = try directory.bytes("metrics.db").count
        try archive.downsampleToHours(of: source, before: time, maximumDays: 99)
        let kept = try directory.bytes("metrics.db").count
        #expect(kept < full && kept < before + (full - before) / 2)
        #expect(try archive.database.integer("PRAGMA freelist_count") == 0)
    }
}
