import Glibc
import Latency
import Testing

@testable import Archive
@testable import SQLiteStore

/// Whatever write, fsync or truncation fails: nothing that was committed is lost, the error names the cause, and the next
/// run goes on.
@Suite(.serialized) struct FailingDiskTests {
    let directory: TemporaryDirectory
    let source: Source
    let files: [String: [UInt8]]
    private static let old = (0..<300).map { Samples.window($0, Samples.model("a"), Samples.model("b", [9, 9, 9])) }

    init() throws {
        directory = try TemporaryDirectory()
        let archive = try Archive(creatingAt: directory.archive)
        source = try archive.source(Samples.description)
        try archive.commit(Self.old, run: Samples.run(finished: 1), of: source)
        files = try directory.contents()
    }

    /// All that is in an archive, which must be sound.
    private func windows(of directory: TemporaryDirectory) throws -> [CollectedWindow] {
        let archive = try Archive(readingAt: directory.archive)
        let check = try archive.database.first("PRAGMA integrity_check") { $0.text(0) }
        #expect(check == "ok")
        return try archive.windows(of: source)
    }

    @Test("a commit is stored as a whole or not at all", arguments: DiskFailure.all)
    func commit(failure: DiskFailure) throws {
        // Some better than before, some new, and a model and a layout that the archive has not seen.
        let more = (290..<320).map { Samples.window($0, Samples.model("a", [5, 5, 5]), Samples.model("new")) }
        func commit(_ directory: TemporaryDirectory) throws {
            try Archive(creatingAt: directory.archive).commit(more, run: Samples.run(finished: 2), of: source)
        }
        let after = try TemporaryDirectory()
        for (name, bytes) in files { try after.write(bytes, to: name) }
        try commit(after)
        let expected = try windows(of: after)
        #expect(expected.count == 320)

        let count = try failure.everywhere(on: files, work: commit) { directory, error in
            if let error { #expect(error == failure.error(path: directory.archive)) }
            let found = try windows(of: directory)
            #expect(found == expected || error != nil && found == Self.old)
            try commit(directory)
            #expect(try windows(of: directory) == expected)
        }
        #expect(count > 10)
    }

    @Test("a file that could not be made is made by the next run", arguments: DiskFailure.all)
    func creation(failure: DiskFailure) throws {
        let count = try failure.everywhere(on: [:]) { directory in
            _ = try Archive(creatingAt: directory.archive)
        } check: { directory, error in
            if let error { #expect(error == failure.error(path: directory.archive)) }
            let archive = try Archive(creatingAt: directory.archive)
            let source = try archive.source(Samples.description)
            try archive.commit(Self.old, run: nil, of: source)
            #expect(try windows(of: directory) == Self.old)
        }
        #expect(count > 10)
    }

    @Test("a backup is whole or not there, and the archive stays as it is", arguments: DiskFailure.all)
    func backup(failure: DiskFailure) throws {
        func copy(_ directory: TemporaryDirectory) throws {
            try Backup.copy(archiveAt: directory.archive, to: directory.file("copy.db"))
        }
        let count = try failure.everywhere(on: files, work: copy) { directory, error in
            #expect(error == .notWritten(path: directory.file("copy.db"), reason: failure.reason))
            #expect(try directory.contents() == files)
            try copy(directory)
            #expect(try windows(of: directory) == Self.old)
            #expect(try Archive(readingAt: directory.file("copy.db")).windows(of: source) == Self.old)
        }
        #expect(count > 3)
    }
}
