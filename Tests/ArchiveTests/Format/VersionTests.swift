import Testing

@testable import Archive
@testable import SQLiteStore

/// What a server goes by to know that an answer still holds.
@Suite struct VersionTests {
    private let directory: TemporaryDirectory
    private let archive: Archive
    private let source: Source

    init() throws {
        directory = try TemporaryDirectory()
        archive = try Archive(creatingAt: directory.archive)
        source = try archive.source(Samples.description)
    }

    @Test("the version changes with every commit, is the same for all, and is that of a snapshot inside it")
    func versions() throws {
        let reader = try Archive(readingAt: directory.archive)
        var seen: Set<Archive.Version> = [try #require(try reader.version)]
        for index in 5..<25 {
            try archive.commit([Samples.window(index, Samples.model("a"))], run: nil, of: source)
            let version = try #require(try reader.version)
            #expect(seen.insert(version).inserted)
            #expect(try Archive(readingAt: directory.archive).version == version)
            let within = try reader.snapshot(within: .seconds(60)) { try reader.version }
            #expect(within == version)
        }
    }

    @Test("a commit cannot come into a snapshot")
    func snapshot() throws {
        let writer = try Archive(creatingAt: directory.archive, busyMilliseconds: 0)
        let reader = try Archive(readingAt: directory.archive)
        try reader.snapshot(within: .seconds(60)) {
            let error = archiveError { try writer.commit([Samples.window(5)], run: nil, of: source) }
            #expect(error == .busy(path: directory.archive, milliseconds: 0))
        }
        try writer.commit([Samples.window(5)], run: nil, of: source)
    }

    @Test("a transaction that is rolled back leaves the version as it was")
    func rolledBack() throws {
        let reader = try Archive(readingAt: directory.archive)
        let before = try reader.version
        try archive.database.execute("BEGIN IMMEDIATE; DELETE FROM source; ROLLBACK")
        #expect(try reader.version == before)
    }

    @Test("of a file in WAL mode it can't be told")
    func writeAheadLog() throws {
        try archive.database.execute("PRAGMA journal_mode = WAL")
        #expect(try archive.version == nil)
    }

    @Test("reading that takes too long is an error")
    func tooLong() throws {
        let reader = try Archive(readingAt: directory.archive)
        let error = archiveError {
            try reader.snapshot(within: .zero) {
                _ = try reader.database.integer(
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000000) SELECT sum(i) FROM n"
                )
            }
        }
        #expect(error == .tookTooLong(path: directory.archive))
        // The next one has its own time.
        #expect(try reader.snapshot(within: .seconds(60)) { try reader.sources().count } == 1)
    }
}
