import Glibc
import Latency
import Testing

@testable import Archive
@testable import SQLiteStore

@Suite struct FullDiskTests {
    /// Commits ever more until there is no room; expects that all of the last commit is missing and nothing else.
    private func fill(_ archive: Archive, _ path: String, _ makeRoom: () throws -> Void) throws {
        let source = try archive.source(Samples.description)
        var stored: [CollectedWindow] = []
        var error: ArchiveError?
        while error == nil, stored.count < 100_000 {
            let more = (0..<200).map { Samples.window(stored.count + $0, Samples.model("a"), Samples.model("b")) }
            error = archiveError {
                try archive.commit(more, run: Samples.run(finished: stored.count), of: source)
                stored += more
            }
        }
        #expect(error?.message == "no space is left to write \(path)")
        #expect(error?.hint == "make room and try again: what was stored before is intact")
        let reader = try Archive(readingAt: path)
        #expect(stored.count >= 200)
        #expect(try reader.windows(of: source) == stored)
        #expect(try reader.lastRun(of: source, at: .max).value?.finished == stored.count - 200)

        try makeRoom()
        let next = Samples.window(stored.count, Samples.model("c"))
        try archive.commit([next], run: nil, of: source)
        #expect(try reader.windows(of: source) == stored + [next])
        let check = try reader.database.first("PRAGMA integrity_check") { $0.text(0) }
        #expect(check == "ok")
    }

    @Test("a file that may not grow keeps what it has, and goes on when it may")
    func pageLimit() throws {
        let directory = try TemporaryDirectory()
        let archive = try Archive(creatingAt: directory.archive)
        try archive.database.execute("PRAGMA max_page_count = 20")
        try fill(archive, directory.archive) { try archive.database.execute("PRAGMA max_page_count = 1000") }
    }

    @Test(
        "a full file system keeps what it has, and goes on when there is room", .enabled(if: SmallFileSystem.isPossible)
    )
    func fullFileSystem() throws {
        let disk = try SmallFileSystem(kilobytes: 1024)
        let path = disk.directory.archive
        let ballast = disk.directory.file("ballast")
        try disk.directory.write([UInt8](repeating: 0, count: 200_000), to: "ballast")
        try fill(Archive(creatingAt: path), path) { unlink(ballast) }
    }

    @Test("no archive comes of a file system that is full from the start", .enabled(if: SmallFileSystem.isPossible))
    func fullFromTheStart() throws {
        let disk = try SmallFileSystem(kilobytes: 64)
        try disk.directory.write([UInt8](repeating: 0, count: 60_000), to: "ballast")
        let path = disk.directory.archive
        #expect(archiveError { _ = try Archive(creatingAt: path) } == .full(path: path))
        #expect(archiveError { _ = try Archive(readingAt: path) } == .missing(path: path))
        unlink(disk.directory.file("ballast"))
    }
}
