import CSQLite
import Glibc
import Latency
import Testing

@testable import Archive
@testable import SQLiteStore

/// Files that an archive must not be made of. After each attempt every file is what it was, byte for byte.
@Suite struct BadFileTests {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// Opens both ways, expects the same error of both and that nothing has changed, and returns the error.
    private func errorOfBoth(_ path: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> ArchiveError?
    {
        let before = try directory.contents()
        let reading = archiveError { _ = try Archive(readingAt: path) }
        let writing = archiveError { _ = try Archive(creatingAt: path) }
        #expect(reading == writing, sourceLocation: sourceLocation)
        #expect(try directory.contents() == before, sourceLocation: sourceLocation)
        return writing
    }

    private func sqlite(_ path: String, _ sql: String) throws {
        try Database(path: path, creating: true, busyMilliseconds: 0).execute(sql)
    }

    @Test("a query without an archive says that collect makes one, and makes none itself")
    func missing() throws {
        for path in [directory.archive, directory.file("no/such.db")] {
            let error = archiveError { _ = try Archive(readingAt: path) }
            #expect(error?.message == "there is no archive at \(path) yet")
            #expect(error?.hint == "`metricsctl collect` makes it")
        }
        #expect(directory.names().isEmpty)
    }

    @Test("a missing directory is named, with the command that makes it")
    func missingDirectory() throws {
        let parent = directory.file("my data")
        let error = archiveError { _ = try Archive(creatingAt: parent + "/metrics.db") }
        #expect(error?.message == "cannot create \(parent)/metrics.db: there is no directory \(parent)")
        #expect(error?.hint == "mkdir -p '\(parent)'")
        #expect(directory.names().isEmpty)
    }

    @Test("a directory is refused, the empty path too")
    func isDirectory() throws {
        let error = try errorOfBoth(directory.path)
        #expect(error?.message == "\(directory.path) is a directory, not an archive file")
        #expect(error?.hint == "name a file in it: \(.archive, directory.path + "/metrics.db")")
        #expect(archiveError { _ = try Archive(creatingAt: "") } == .isDirectory(path: ""))
    }

    @Test("a pipe is refused without waiting for its other end")
    func pipe() throws {
        #expect(mkfifo(directory.archive, 0o600) == 0)
        for error in [
            archiveError { _ = try Archive(readingAt: directory.archive) },
            archiveError { _ = try Archive(creatingAt: directory.archive) },
        ] {
            #expect(error?.message == "\(directory.archive) is not a regular file")
            #expect(error?.hint == "name another file with \(.archive); this one was not touched")
        }
    }

    @Test("a file that is no SQLite file is refused", arguments: [1, 20, 107, 5000, 70_000])
    func notSQLite(length: Int) throws {
        try directory.write((0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7) }, to: "metrics.db")
        let error = try errorOfBoth(directory.archive)
        #expect(error?.message == "\(directory.archive) is not a SQLite file")
        #expect(error?.hint == "name another file with \(.archive); this one was not touched")
    }

    @Test(
        "another application's database is refused",
        arguments: [
            "CREATE TABLE t(x)", "PRAGMA application_id = 77", "PRAGMA user_version = 3",
            "CREATE TABLE t(x); PRAGMA application_id = 77; PRAGMA user_version = 1",
            (0..<200).map { "CREATE TABLE t\($0)(x);" }.joined(),
        ])
    func otherApplication(sql: String) throws {
        try sqlite(directory.archive, sql)
        let error = try errorOfBoth(directory.archive)
        #expect(
            error?.message
                == "\(directory.archive) is a SQLite file of another application, not a metricsctl archive")
        #expect(error?.hint == "name another file with \(.archive); this one was not touched")
    }

    @Test("another application's write-ahead log is neither checkpointed nor removed")
    func otherApplicationsLog() throws {
        let live = try TemporaryDirectory()
        let database = try Database(path: live.archive, creating: true, busyMilliseconds: 0)
        try database.execute("CREATE TABLE t(x); PRAGMA journal_mode = WAL; INSERT INTO t VALUES(1)")
        // What a crash of that application would leave.
        for name in ["metrics.db", "metrics.db-wal"] { try directory.write(live.bytes(name), to: name) }
        #expect(try errorOfBoth(directory.archive) == .otherApplication(path: directory.archive))
    }

    @Test("an archive of a newer version is refused")
    func newerVersion() throws {
        try Archive(creatingAt: directory.archive).database.execute("PRAGMA user_version = 99")
        let error = try errorOfBoth(directory.archive)
        #expect(
            error?.message == "\(directory.archive) was written by a newer metricsctl: "
                + "archive version 99, this one knows up to \(Schema.version)")
        #expect(error?.hint == "use that version, or another file with \(.archive); this one was not touched")
    }

    @Test("an archive of an older version is not migrated by a query")
    func olderVersion() throws {
        _ = try Archive(creatingAt: directory.archive)
        let before = try directory.contents()
        let later = Schema.version + 1
        let error = archiveError {
            _ = try ArchiveFile.openForReading(directory.archive, busyMilliseconds: 0, supported: later)
        }
        #expect(
            error?.message == "\(directory.archive) was written by an older metricsctl: archive version \(later - 1)")
        #expect(
            error?.hint == "the next `metricsctl collect` into it, or metricsctl archive migrate, brings it up to date")
        #expect(try directory.contents() == before)
    }

    @Test("an empty file and a creation that was cut off are no archive to a query, and become one by a collection")
    func blank() throws {
        try directory.write([], to: "empty.db")
        try sqlite(directory.file("blank.db"), "PRAGMA page_size = 16384; PRAGMA auto_vacuum = INCREMENTAL")
        #expect(try directory.bytes("blank.db").count == 16384)
        let before = try directory.contents()
        for name in ["empty.db", "blank.db"] {
            #expect(throws: ArchiveError.missing(path: directory.file(name))) {
                try Archive(readingAt: directory.file(name))
            }
        }
        #expect(try directory.contents() == before)
        for name in ["empty.db", "blank.db"] {
            #expect(try Archive(creatingAt: directory.file(name)).sources().isEmpty)
        }
    }

    @Test("a directory that may not be written is named, before anything is opened")
    func directoryNotWritable() throws {
        #expect(chmod(directory.path, 0o555) == 0)
        defer { chmod(directory.path, 0o755) }
        let error = try withoutRootsPowers { archiveError { _ = try Archive(creatingAt: directory.archive) } }
        #expect(error?.message == "cannot create files in \(directory.path): it is not writable")
        #expect(
            error?.hint == "SQLite keeps a journal beside the file, so that its directory must be writable too")
        #expect(directory.names().isEmpty)
    }

    @Test("a file that may not be written is refused by a collection and answers queries")
    func readOnly() throws {
        let archive = try Archive(creatingAt: directory.archive)
        let source = try archive.source(Samples.description)
        try archive.commit([Samples.window(1, Samples.model("a"))], run: nil, of: source)
        let before = try directory.contents()

        chmod(directory.archive, 0o444)
        chmod(directory.path, 0o777)
        let error = try withoutRootsPowers { archiveError { _ = try Archive(creatingAt: directory.archive) } }
        #expect(error?.message == "cannot write \(directory.archive): it is read-only")
        #expect(error?.hint == "check the owner and the mode: `collect` must run as the same user")
        chmod(directory.path, 0o555)
        try withoutRootsPowers {
            let windows = try Archive(readingAt: directory.archive).windows(of: source)
            #expect(windows == [Samples.window(1, Samples.model("a"))])
        }
        #expect(try directory.contents() == before)
        chmod(directory.path, 0o755)
    }

    @Test("a file that may not be read is refused")
    func notReadable() throws {
        _ = try Archive(creatingAt: directory.archive)
        chmod(directory.archive, 0o000)
        chmod(directory.path, 0o755)
        let error = try withoutRootsPowers { archiveError { _ = try Archive(readingAt: directory.archive) } }
        #expect(error?.message == "cannot read \(directory.archive): permission denied")
        chmod(directory.archive, 0o600)
    }
}
