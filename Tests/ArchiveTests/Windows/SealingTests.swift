import Latency
import Testing

@testable import Archive
@testable import SQLiteStore

@Suite struct SealingTests: OnOneSource {
    let own: OneSource
    /// 2025-10-17.
    let day = UTCDay(index: 20_378)

    init() throws { own = try OneSource() }

    private func window(_ slot: Int, day: UTCDay? = nil, _ models: ModelWindow...) -> CollectedWindow {
        CollectedWindow(window: (day ?? self.day).window(slot), models: models)
    }

    private func count(_ table: String) throws -> Int { try archive.database.integer("SELECT count(*) FROM \(table)") }

    private func stored() throws -> [CollectedWindow] { try Archive(readingAt: directory.archive).windows(of: source) }

    private func sealed() throws -> [CollectedWindow] {
        let windows = [
            window(0, Samples.model("a"), Samples.model("b", [0, 0, 0], .reset)), window(1),
            window(287, Samples.model("b")),
        ]
        try archive.commit(windows, run: nil, of: source)
        try archive.seal(of: source, at: day.end + Archive.sealingDelay)
        return windows
    }

    @Test("a day is sealed two hours after its end and not before, and reads as it did")
    func delay() throws {
        let windows = [window(0, Samples.model("a")), window(287, Samples.model("b"))]
        let next = window(0, day: UTCDay(index: day.index + 1), Samples.model("a"))
        try archive.commit(windows + [next], run: nil, of: source)
        try archive.seal(of: source, at: day.end + Archive.sealingDelay - 1)
        #expect(try count("chunk") == 0)
        try archive.seal(of: source, at: day.end + Archive.sealingDelay)
        #expect(try count("chunk") == 2)
        #expect(try count("sealed_day") == 1)
        #expect(try count("hot") == 1)
        #expect(try stored() == windows + [next])
        #expect(try archive.oldestWindow(of: source).value == windows[0].window)
        #expect(try archive.newestWindow(of: source).value == next.window)
        let range = day.window(0)...day.window(288)
        #expect(try archive.collectedWindows(of: source, in: range).value == (windows + [next]).map(\.window))
    }

    @Test("a long backlog is sealed some days at a time, oldest first")
    func backlog() throws {
        for index in 0..<5 {
            try archive.commit(
                [window(7, day: UTCDay(index: day.index + index), Samples.model("a"))], run: nil, of: source)
        }
        let time = day.end + 30 * UTCDay.seconds
        try archive.seal(of: source, at: time, maximumDays: 2)
        #expect(try count("sealed_day") == 2)
        try archive.seal(of: source, at: time, maximumDays: 2)
        try archive.seal(of: source, at: time, maximumDays: 2)
        #expect(try count("sealed_day") == 5)
        #expect(try count("hot") == 0)
    }

    @Test(
        "a day of many series is sealed some of them at a time, with the same counts, or stays hot as a whole",
        arguments: [1, 2])
    func pieces(count: Int) throws {
        let windows = [
            window(0, Samples.model("a"), Samples.model("b", [0, 0, 0], .reset), Samples.model("c")), window(1),
            window(287, Samples.model("b"), Samples.model("c")),
        ]
        try archive.commit(windows, run: nil, of: source)
        archive.seriesSealedAtOnce = count
        try archive.seal(of: source, at: day.end + Archive.sealingDelay)
        #expect(try self.count("chunk") == 3)
        #expect(try self.count("hot") == 0)
        #expect(try stored() == windows)
        #expect(try Verification.findings(in: archive) == [])

        let next = UTCDay(index: day.index + 1)
        try archive.commit(
            [window(0, day: next, Samples.model("a")), window(9, day: next, Samples.model("c"))], run: nil, of: source)
        try archive.database.execute(
            "UPDATE hot SET body = substr(body, 1, 9) WHERE rowid = (SELECT max(rowid) FROM hot)")
        try archive.seal(of: source, at: next.end + Archive.sealingDelay)
        #expect(try self.count("chunk") == 3)
        #expect(try self.count("hot") == 2)
    }

    @Test("a failure in the middle of sealing leaves the day hot as it was")
    func rollback() throws {
        try archive.commit([window(3, Samples.model("a"))], run: nil, of: source)
        let before = try stored()
        try archive.database.execute(
            "CREATE TRIGGER refuse BEFORE DELETE ON hot BEGIN SELECT RAISE(ABORT, 'refused'); END")
        #expect(throws: ArchiveError.self) { try archive.seal(of: source, at: day.end + Archive.sealingDelay) }
        #expect(try count("chunk") == 0)
        #expect(try count("sealed_day") == 0)
        #expect(try stored() == before)
    }

    @Test("late windows of a sealed day go into its chunks, the better of both kept, and nothing becomes hot")
    func late() throws {
        _ = try sealed()
        let late = [
            window(0, Samples.model("a", [1, 1, 0]), Samples.model("b", [0, 0, 1], .reset)),
            window(9, Samples.model("new", [4, 0, 0])),
        ]
        try archive.commit(late, run: nil, of: source)
        #expect(try count("hot") == 0)
        #expect(
            try stored() == [
                window(0, Samples.model("a"), Samples.model("b", [0, 0, 1], .reset)), window(1),
                window(9, Samples.model("new", [4, 0, 0])), window(287, Samples.model("b")),
            ])
        let before = try directory.bytes("metrics.db")
        try archive.commit(late, run: nil, of: source)
        #expect(try directory.bytes("metrics.db") == before)
    }

    @Test("a damaged chunk is named with its model and day and left out; all else can be read, and collected")
    func damaged() throws {
        let windows = try sealed()
        try archive.database.execute(
            "UPDATE chunk SET body = CAST(substr(body, 1, 9) || x'ff' || substr(body, 11) AS BLOB) WHERE key & 0xfffff = 1"
        )
        let reader = try Archive(readingAt: directory.archive)
        #expect(
            try reader.windows(of: source) == [
                window(0, Samples.model("b", [0, 0, 0], .reset)), window(1), windows[2],
            ])
        let damages = try reader.damages(of: source)
        #expect(
            damages.map(\.message) == [
                "2025-10-17 (UTC) of model \"a\" of http_request_duration_seconds of source \"default\" "
                    + "in \(directory.archive) is damaged: wrong checksum"
            ])

        let before = try archive.body(at: Place(table: .chunk, key: DayKey.chunk(day, series: 1) ?? 0))
        try archive.commit([window(4, Samples.model("a"), Samples.model("c"))], run: nil, of: source)
        #expect(try archive.windows(of: source, models: ["c"])[2] == window(4, Samples.model("c")))
        #expect(try archive.body(at: Place(table: .chunk, key: DayKey.chunk(day, series: 1) ?? 0)) == before)
    }

    @Test("a damaged coverage hides its day with a word, and the next commit to the day mends it")
    func damagedCoverage() throws {
        let windows = try sealed()
        try archive.database.execute("UPDATE sealed_day SET body = CAST('x' AS BLOB)")
        #expect(try archive.windows(of: source).isEmpty)
        #expect(try archive.damages(of: source).count == 1)
        try archive.commit([windows[1]], run: nil, of: source)
        #expect(try archive.windows(of: source) == windows)
        #expect(try archive.damages(of: source).isEmpty)
    }

    @Test("a day with a damaged hot row stays hot")
    func damagedHot() throws {
        try archive.commit([window(3, Samples.model("a")), window(4, Samples.model("a"))], run: nil, of: source)
        try archive.database.execute("UPDATE hot SET body = CAST('x' AS BLOB) WHERE key = (SELECT min(key) FROM hot)")
        try archive.seal(of: source, at: day.end + Archive.sealingDelay)
        #expect(try count("hot") == 2)
        #expect(try count("sealed_day") == 0)
    }

    @Test("sources are sealed apart, and read apart")
    func sources() throws {
        let other = try archive.source(Samples.other)
        try archive.commit([window(3, Samples.model("a"))], run: nil, of: source)
        try archive.commit([window(3, Samples.model("a", [9, 9, 9]))], run: nil, of: other)
        try archive.seal(of: source, at: day.end + Archive.sealingDelay)
        #expect(try count("hot") == 1)
        try archive.seal(of: other, at: day.end + Archive.sealingDelay)
        #expect(try archive.windows(of: source) == [window(3, Samples.model("a"))])
        #expect(try archive.windows(of: other) == [window(3, Samples.model("a", [9, 9, 9]))])
    }
}
