import Latency
import Testing

@testable import Archive
@testable import SQLiteStore

@Suite struct DeletionTests {
    let directory: TemporaryDirectory
    let archive: Archive
    let source: Source
    let other: Source
    private static let day = 20_000

    /// Five days of two sources, of which two are sealed; three windows a day, one of them without data.
    init() throws {
        directory = try TemporaryDirectory()
        archive = try Archive(creatingAt: directory.archive)
        source = try archive.source(Samples.description)
        other = try archive.source(Samples.other)
        for source in [source, other] {
            try archive.commit(Self.windows(), run: Samples.run(finished: 5), of: source)
            try archive.seal(of: source, at: UTCDay(index: Self.day + 1).end + Archive.sealingDelay)
        }
    }

    private static func windows(_ days: Range<Int> = 0..<5, models: [Name] = ["a", "b"]) -> [CollectedWindow] {
        days.flatMap { day in
            [0, 100, 287].map { slot in
                CollectedWindow(
                    window: UTCDay(index: Self.day + day).window(slot),
                    models: slot == 100 ? [] : models.map { Samples.model($0, [slot, day, 7]) })
            }
        }
    }

    private func expect(
        _ windows: [CollectedWindow], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let reader = try Archive(readingAt: directory.archive)
        #expect(try reader.windows(of: source) == windows, sourceLocation: sourceLocation)
        #expect(try reader.windows(of: other) == Self.windows(), sourceLocation: sourceLocation)
        #expect(try Verification.findings(in: reader) == [], sourceLocation: sourceLocation)
        #expect(try reader.size().freeBytes == 0, sourceLocation: sourceLocation)
    }

    @Test("pruning deletes the days of one source that had ended by then, hot and sealed", arguments: 0...5)
    func prune(days: Int) throws {
        let midnight = UTCDay(index: Self.day + days).start
        try archive.prune(source, before: midnight)
        try expect(Self.windows(days..<5))
        // A day that has not ended yet stays as a whole.
        try archive.prune(source, before: midnight + UTCDay.seconds - 1)
        try expect(Self.windows(days..<5))
        #expect(try archive.lastRun(of: source, at: 5).value != nil)
    }

    @Test("a forgotten model is gone from every window, sealed and hot, and nothing else is")
    func forget() throws {
        #expect(try archive.forget("a", of: source))
        try expect(Self.windows(models: ["b"]))
        #expect(try archive.models(of: source).value == ["b"])
        #expect(try archive.models(of: other).value == ["a", "b"])
        #expect(try !archive.forget("a", of: source))
        // It may come back, under a number of its own.
        try archive.commit([Samples.window((Self.day + 9) * 288, Samples.model("a"))], run: nil, of: source)
        #expect(try archive.models(of: source).value == ["a", "b"])
        #expect(try Verification.findings(in: archive) == [])
    }

    @Test("a model is not forgotten by halves: where a hot window is damaged nothing is deleted")
    func damaged() throws {
        try archive.database.execute("UPDATE hot SET body = x'00' WHERE key = (SELECT min(key) FROM hot)")
        let before = try directory.bytes("metrics.db")
        let error = archiveError { _ = try archive.forget("a", of: source) }
        #expect(error?.message.contains("is damaged") == true)
        #expect(try directory.bytes("metrics.db") == before)
    }
}
