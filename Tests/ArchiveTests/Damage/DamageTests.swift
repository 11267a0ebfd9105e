import Glibc
import Latency
import TestSupport
import Testing

@testable import Archive
@testable import SQLiteStore

/// Files that were archives, and what a kill leaves.
@Suite struct DamageTests {
    let directory: TemporaryDirectory
    let source: Source

    init() throws {
        directory = try TemporaryDirectory()
        let archive = try Archive(creatingAt: directory.archive)
        source = try archive.source(Samples.description)
        try archive.commit(Self.windows, run: nil, of: source)
    }

    private static let windows = (0..<500).map { Samples.window($0, Samples.model("a"), Samples.model("b")) }

    /// Opens and reads everything in both ways; the error, if any.
    private func readAll() -> ArchiveError? {
        archiveError {
            _ = try Archive(readingAt: directory.archive).windows(of: source)
            let archive = try Archive(creatingAt: directory.archive)
            try archive.commit([Samples.window(0)], run: Samples.run(finished: 1), of: source)
        }
    }

    @Test("a file that was cut off is damaged, and says so with its path")
    func truncated() throws {
        let whole = try directory.bytes("metrics.db")
        try directory.write(Array(whole[..<(whole.count / 2)]), to: "metrics.db")
        let error = readAll()
        #expect(error?.message == "\(directory.archive) is damaged: database disk image is malformed")
        #expect(error?.hint == "restore it from a backup")
    }

    @Test(
        "overwritten pages give errors, old answers or a warning of what they lack, never a crash or invented windows",
        arguments: [3, 5])
    func overwritten(seed: UInt64) throws {
        let whole = try directory.bytes("metrics.db")
        var random = SplitMix64(seed: seed)
        let known = Dictionary(uniqueKeysWithValues: Self.windows.map { ($0.window, $0.models) })
        var errors = 0
        for _ in 0..<120 {
            var damaged = whole
            let start = Int.random(in: 112..<whole.count, using: &random)
            for place in start..<min(start + Int.random(in: 1...3000, using: &random), whole.count) {
                damaged[place] = UInt8.random(in: 0...255, using: &random)
            }
            try directory.write(damaged, to: "metrics.db")
            if let reader = try? Archive(readingAt: directory.archive), let found = try? reader.readWindows(of: source)
            {
                for window in found.value
                where window.models.contains(where: { known[window.window]?.contains($0) != true }) {
                    Issue.record("invented \(window)")
                }
                #expect(found.value == Self.windows || !found.damages.isEmpty)
            }
            if readAll() != nil { errors += 1 }
        }
        // Otherwise the damage missed what is read.
        #expect(errors > 5)
    }

    /// Leaves in `copy` what a process that is killed in the middle of a commit leaves: pages already overwritten, and
    /// the journal that undoes it.
    private func killInTheMiddle(_ copy: TemporaryDirectory) throws {
        let writer = try Archive(creatingAt: directory.archive)
        // Room for a few pages, so that the others are written before the end.
        try writer.database.execute("PRAGMA cache_size = 1; BEGIN IMMEDIATE; UPDATE hot SET body = zeroblob(9)")
        for name in ["metrics.db", "metrics.db-journal"] { try copy.write(directory.bytes(name), to: name) }
        try writer.database.execute("ROLLBACK")
        try #require(try copy.bytes("metrics.db") != directory.bytes("metrics.db"))
        try #require(try copy.bytes("metrics.db-journal").count > 512)
    }

    @Test("after a kill in the middle of a commit the next query, and the next collection, finds what was there before")
    func killed() throws {
        for creating in [false, true] {
            let copy = try TemporaryDirectory()
            try killInTheMiddle(copy)
            let archive = try creating ? Archive(creatingAt: copy.archive) : Archive(readingAt: copy.archive)
            #expect(try archive.windows(of: source) == Self.windows)
            #expect(try copy.bytes("metrics.db") == directory.bytes("metrics.db"))
        }
    }

    @Test("after a kill a query that may not write the file says so rather than answer from half a commit")
    func killedAndReadOnly() throws {
        let copy = try TemporaryDirectory()
        try killInTheMiddle(copy)
        let before = try copy.contents()
        for name in copy.names() { chmod(copy.file(name), 0o444) }
        chmod(copy.path, 0o755)
        let error = try withoutRootsPowers { archiveError { _ = try Archive(readingAt: copy.archive) } }
        #expect(
            error?.message
                == "a collection into \(copy.archive) was cut off and cannot be undone: the file is read-only")
        #expect(error?.hint == "query it once as a user who may write it")
        #expect(try copy.contents() == before)
    }
}
