import Latency
import Testing

@testable import Archive
@testable import SQLiteStore

/// Rows that are gone, of tables whose rows nothing else counts.
@Suite struct InventoryTests: OnOneSource {
    let own: OneSource
    private static let day = UTCDay(index: 20_000)

    /// A sealed day and some hot windows of the next one.
    init() throws {
        own = try OneSource()
        let next = UTCDay(index: Self.day.index + 1)
        for windows in [Array(Self.day.windows.windows), Array(next.windows.windows.prefix(20))] {
            try archive.commit(
                windows.map { CollectedWindow(window: $0, models: [Samples.model("a")]) },
                run: Samples.run(finished: windows[windows.count - 1].end), of: source)
        }
        try archive.seal(of: source, at: Self.day.end + Archive.sealingDelay)
    }

    private func inventory() throws -> Inventory { try #require(try archive.inventory(of: source.id)) }

    @Test("what is written down is what is there, after every kind of change")
    func follows() throws {
        var expected = Inventory()
        let hot = 20_001 * 288 + 1
        expected.windows = NumberSet(hot..<hot + 20)
        expected.days = NumberSet([20_000])
        expected.series = NumberSet([1])
        let newest = "SELECT MAX(id) FROM run"
        expected.lastRun = try archive.database.integer(newest)
        expected.lastSuccess = expected.lastRun
        #expect(try inventory() == expected)
        try archive.record(Samples.run(finished: hot * 300 + 9000, .failure(.timeout)), of: source)
        try archive.setUnit(
            of: source, UnitChange(time: 1, user: "me", from: .seconds, to: .milliseconds))
        #expect(try archive.database.integer(newest) > expected.lastRun)
        expected.lastRun = try archive.database.integer(newest)
        expected.unitChanges = NumberSet([1])
        #expect(try inventory() == expected)
        try archive.commit([Samples.window(hot + 30, Samples.model("b"))], run: nil, of: source)
        expected.windows.insert(hot + 30)
        expected.series.insert(2)
        #expect(try inventory() == expected)
        #expect(try archive.forget("a", of: source))
        expected.series.remove(1..<2)
        #expect(try inventory() == expected)
        try archive.prune(source, before: Self.day.end + 86_400)
        (expected.windows, expected.days) = (NumberSet(), NumberSet())
        #expect(try inventory() == expected)
        #expect(try Verification.findings(in: archive).isEmpty)
        try archive.forget(source)
        #expect(try archive.inventory(of: source.id) == nil)
    }

    @Test("a collection that fails changes nothing of it")
    func rollback() throws {
        let before = try inventory()
        #expect(throws: ArchiveError.self) {
            try archive.commit([Samples.window(7, Samples.model("c")), Samples.window(-1)], run: nil, of: source)
        }
        #expect(try inventory() == before)
        #expect(try archive.windows(of: source).count == 308)
        #expect(try archive.damages(of: source).isEmpty)
    }

    @Test(
        "hot windows that are gone are told by who asks for them, keep their day hot, and are forgiven when collected again"
    )
    func goneWindows() throws {
        let hot = 20_001 * 288 + 1
        try archive.database.execute("DELETE FROM hot WHERE key & \(HotKey.last) BETWEEN \(hot + 3) AND \(hot + 5)")
        let reader = try Archive(readingAt: directory.archive)
        #expect(try reader.damages(of: source, in: hot...hot + 2).isEmpty)
        #expect(
            try reader.damages(of: source, in: hot...hot + 3).map(\.warning) == [
                "what was collected of http_request_duration_seconds of source \"default\" from 2024-10-05T00:15:00Z to "
                    + "2024-10-05T00:30:00Z is gone"
            ])
        #expect(try Verification.findings(in: reader).count == 1)

        try archive.seal(of: source, at: Self.day.end + 86_400 + Archive.sealingDelay)
        #expect(try archive.database.integer("SELECT count(*) FROM hot") == 17)
        try archive.commit((3...5).map { Samples.window(hot + $0) }, run: nil, of: source)
        #expect(try archive.windows(of: source).count == 308)
        #expect(try archive.damages(of: source).isEmpty)
        try archive.seal(of: source, at: Self.day.end + 86_400 + Archive.sealingDelay)
        #expect(try archive.database.integer("SELECT count(*) FROM hot") == 0)
        #expect(try Verification.findings(in: archive).isEmpty)
    }

    @Test(
        "a sealed day of which nothing says what was collected is told, and made anew from its counts by the next window"
    )
    func goneDay() throws {
        let sound = try archive.windows(of: source)
        try archive.database.execute("DELETE FROM sealed_day")
        let reader = try Archive(readingAt: directory.archive)
        let oldest = try reader.oldestWindow(of: source)
        #expect(oldest.value?.index == 20_001 * 288 + 1)
        #expect(oldest.damages.all.count == 1)
        let newest = try reader.newestWindow(of: source)
        #expect(newest.value?.index == 20_001 * 288 + 20)
        #expect(newest.damages.isEmpty)
        let read = try reader.readWindows(of: source)
        #expect(read.value.count == 20)
        #expect(read.damages.all.count == 1)
        try archive.commit([CollectedWindow(window: Self.day.window(3))], run: nil, of: source)
        #expect(try archive.windows(of: source) == sound)
        #expect(try archive.damages(of: source).isEmpty)
        #expect(try Verification.findings(in: archive).isEmpty)
    }

    @Test("runs that are gone, changed, or passed over by an index are told and left out")
    func runs() throws {
        let id = try archive.database.integer("SELECT MAX(id) FROM run")
        try archive.database.execute("UPDATE run SET models = 7 WHERE id = \(id)")
        let last = try archive.lastRun(of: source, at: .max)
        #expect(last.value?.finished == Self.day.end)
        #expect(
            last.damages.warnings == [
                "the archive is damaged, and what needs it is left out: run \(id) is unreadable",
                "the archive is damaged, and what needs it is left out: runs are out of order",
            ])
        try archive.database.execute("DELETE FROM run WHERE id = \(id)")
        let success = try archive.lastSuccess(of: source, at: .max)
        #expect(success.value?.finished == Self.day.end)
        #expect(success.damages.warnings.map { $0.contains("run \(id) is gone") } == [true])
        #expect(try Verification.findings(in: archive) == ["run \(id) is gone"])
    }

    @Test("unit changes and told states that were changed or are gone are told and left out")
    func others() throws {
        try archive.setUnit(of: source, UnitChange(time: 1, user: "me", from: .seconds, to: .milliseconds))
        try archive.remember([ToldState(.model("a"), .critical, since: 5)], of: source, to: "x")
        try archive.database.execute("UPDATE unit_change SET user = 'you'; UPDATE told SET since = 6")
        let (changes, told) = (try archive.unitChanges(of: source), try archive.notifiedStates(of: source, to: "x"))
        #expect(changes.value.isEmpty && told.value.isEmpty)
        #expect(changes.damages.all.count == 1 && told.damages.all.count == 1)
        #expect(try Verification.findings(in: archive).count == 2)
        try archive.database.execute("DELETE FROM unit_change")
        let none = try archive.unitChanges(of: source)
        #expect(none.value.isEmpty && none.damages.all.count == 1)
    }
}
