import Latency
import Testing

@testable import Archive
@testable import SQLiteStore

/// Of a sealed day and a hot one.
@Suite struct UnitChangeTests: OnOneSource {
    let own: OneSource
    private static let day = UTCDay(index: 20_000)

    init() throws {
        own = try OneSource()
        try archive.commit(windows(sum: 7_000_000), run: nil, of: source)
        try archive.seal(of: source, at: Self.day.end + Archive.sealingDelay)
    }

    private func windows(sum: Int?) -> [CollectedWindow] {
        [10, 100, 300].map { slot in
            CollectedWindow(
                window: Window(index: Self.day.windows.lowerBound.index + slot),
                models: [
                    ModelWindow(
                        model: "a", quality: .spanned, histogram: Samples.histogram([0.1, 0.5], [1, 2, 3], sum: sum)),
                    ModelWindow(
                        model: "b", quality: .exact, histogram: Samples.histogram([0.1, 0.5], [0, 0, 0], sum: 0)),
                ])
        }
    }

    private func change(_ from: LatencyUnit, _ to: LatencyUnit) -> UnitChange {
        UnitChange(time: 5, user: "me", from: from, to: to)
    }

    @Test("a change keeps counts, bounds and qualities, and makes sums anew, in sealed days and hot windows")
    func reinterprets() throws {
        try archive.setUnit(of: source, change(.seconds, .milliseconds))
        let reader = try Archive(readingAt: directory.archive)
        #expect(try reader.windows(of: source) == windows(sum: 7000))
        #expect(try Verification.findings(in: reader) == [])
        let known = try #require(reader.sources().first)
        #expect(known.description.unit == .milliseconds && known.told.unitOrigin == .told)
        #expect(try reader.unitChanges(of: known).value == [change(.seconds, .milliseconds)])
        // And back, without a loss.
        try archive.setUnit(of: known, change(.milliseconds, .seconds))
        #expect(try archive.windows(of: source) == windows(sum: 7_000_000))
        #expect(try archive.unitChanges(of: source).value.count == 2)
    }

    @Test("a sum too small to be made greater is unknown, and one without requests still nothing")
    func unknownSums() throws {
        try archive.setUnit(of: source, change(.seconds, .nanoseconds))
        #expect(try archive.windows(of: source) == windows(sum: 0))
        try archive.setUnit(of: source, change(.nanoseconds, .seconds))
        #expect(try archive.windows(of: source) == windows(sum: nil))
    }

    @Test("a unit that is confirmed changes nothing but what is said of it")
    func confirms() throws {
        try archive.setUnit(of: source, change(.seconds, .seconds))
        #expect(try archive.windows(of: source) == windows(sum: 7_000_000))
        #expect(try archive.sources().first?.told.unitOrigin == .told)
    }

    @Test("a damaged window stays as it is and keeps no other from being changed")
    func damage() throws {
        try archive.database.execute("UPDATE hot SET body = x'00ff'")
        #expect(try archive.setUnit(of: source, change(.seconds, .milliseconds)).all.count == 1)
        #expect(try Array(archive.windows(of: source).prefix(2)) == Array(windows(sum: 7000).prefix(2)))
    }

    @Test("forgetting a source deletes every row of it and none of another")
    func forget() throws {
        let other = try archive.source(Samples.other)
        try archive.commit(windows(sum: 1), run: Samples.run(finished: 5), of: other)
        try archive.setUnit(of: source, change(.seconds, .seconds))
        try archive.forget(source)
        #expect(try archive.sources().map(\.description) == [Samples.other])
        #expect(try archive.windows(of: other) == windows(sum: 1))
        for table in ["series", "run", "unit_change"] {
            #expect(try archive.database.integer("SELECT count(*) FROM \(table) WHERE source_id = 1") == 0)
        }
        #expect(try archive.database.integer("SELECT count(*) FROM chunk") == 0)
        #expect(try Verification.findings(in: archive) == [])
    }
}
