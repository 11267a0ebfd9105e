import Glibc
import Latency
import Testing

@testable import Archive
@testable import SQLiteStore

@Suite struct BackupTests: OnOneSource {
    let own: OneSource

    init() throws {
        own = try OneSource()
        try archive.commit(Self.windows(0..<3000), run: Samples.run(finished: 1), of: source)
    }

    private static func windows(_ indexes: Range<Int>) -> [CollectedWindow] {
        indexes.map { Samples.window($0, Samples.model("a", [$0, 1, 2]), Samples.model("b")) }
    }

    private var copy: String { directory.file("copy.db") }

    /// But for the counters of changes in the header, the bytes are the same.
    private func isCopy() throws -> Bool {
        try directory.bytes("copy.db").dropFirst(100) == directory.bytes("metrics.db").dropFirst(100)
    }

    @Test("a backup holds all that the archive held, byte for byte, and is the only file that it leaves")
    func whole() throws {
        try Backup.copy(archiveAt: directory.archive, to: copy)
        #expect(try isCopy())
        #expect(directory.names() == ["copy.db", "metrics.db", "metrics.db-journal"])
        #expect(try Archive(readingAt: copy).windows(of: source) == Self.windows(0..<3000))
    }

    @Test("commits go on while a backup is taken, which is of one instant all the same")
    func whileCommitting() throws {
        var next = 3000
        try Backup.copy(archiveAt: directory.archive, to: copy, piece: 2) { _, _ in
            #expect(throws: Never.self) {
                try archive.commit(Self.windows(next..<next + 1), run: nil, of: source)
            }
            next += 1
        }
        let found = try Archive(readingAt: copy).windows(of: source)
        #expect(found.count > 3000)
        #expect(found == Self.windows(0..<found.count))
    }

    @Test("a backup keeps the archive's mode", arguments: [0o600, 0o640] as [mode_t])
    func mode(_ mode: mode_t) throws {
        chmod(directory.archive, mode)
        try Backup.copy(archiveAt: directory.archive, to: copy)
        var status = stat()
        #expect(stat(copy, &status) == 0)
        #expect(status.st_mode & 0o777 == mode)
    }

    @Test("a file, a folder or a dangling link of that name is not overwritten")
    func exists() throws {
        try directory.write([1, 2, 3], to: "copy.db")
        mkdir(directory.file("folder"), 0o755)
        symlink("nowhere", directory.file("link"))
        for name in ["copy.db", "folder", "link"] {
            let error = archiveError { try Backup.copy(archiveAt: directory.archive, to: directory.file(name)) }
            #expect(error == .exists(path: directory.file(name)))
        }
        #expect(try directory.bytes("copy.db") == [1, 2, 3])
        #expect(!directory.names().contains { $0.hasSuffix(".partial") })
    }

    @Test("a file that comes up while the backup is taken is not overwritten either")
    func comesUp() throws {
        let error = archiveError {
            try Backup.copy(archiveAt: directory.archive, to: copy, piece: 1000) { _, _ in
                try? directory.write([1, 2, 3], to: "copy.db")
            }
        }
        #expect(error == .exists(path: copy))
        #expect(try directory.bytes("copy.db") == [1, 2, 3])
        #expect(directory.names() == ["copy.db", "metrics.db", "metrics.db-journal"])
    }

    @Test("what others have named like an unfinished backup is neither followed nor written")
    func strangers() throws {
        try directory.write([1, 2, 3], to: "letter")
        symlink("letter", directory.file("copy.db.partial"))
        try directory.write([7], to: "copy.db.1.partial")
        try Backup.copy(archiveAt: directory.archive, to: copy)
        #expect(try isCopy())
        #expect(try directory.bytes("letter") == [1, 2, 3])
        #expect(try directory.bytes("copy.db.1.partial") == [7])
    }

    @Test("of two backups to one name at a time the first that is whole gets it, and nothing else is left")
    func twoAtOnce() throws {
        var inner: ArchiveError?
        var isFirst = true
        let outer = archiveError {
            try Backup.copy(archiveAt: directory.archive, to: copy, piece: 1000) { _, _ in
                guard isFirst else { return }
                isFirst = false
                inner = archiveError { try Backup.copy(archiveAt: directory.archive, to: copy) }
            }
        }
        #expect(inner == nil)
        #expect(outer == .exists(path: copy))
        #expect(try isCopy())
        #expect(directory.names() == ["copy.db", "metrics.db", "metrics.db-journal"])
    }

    @Test("a folder that is not there, or may not be written, is named, and so is a missing archive")
    func folders() throws {
        let missing = directory.file("no") + "/copy.db"
        let error = archiveError { try Backup.copy(archiveAt: directory.archive, to: missing) }
        #expect(error?.message == "cannot create \(missing): there is no directory \(directory.file("no"))")
        chmod(directory.archive, 0o644)
        chmod(directory.path, 0o555)
        let readOnly = try withoutRootsPowers {
            archiveError { try Backup.copy(archiveAt: directory.archive, to: copy) }
        }
        chmod(directory.path, 0o755)
        #expect(readOnly == .directoryNotWritable(directory: directory.path))
        let noArchive = archiveError { try Backup.copy(archiveAt: directory.file("other.db"), to: copy) }
        #expect(noArchive == .missing(path: directory.file("other.db")))
    }

    @Test("a full disk leaves no part of a backup", .enabled(if: SmallFileSystem.isPossible))
    func fullDisk() throws {
        let disk = try SmallFileSystem(kilobytes: 64)
        let copy = disk.directory.file("copy.db")
        let error = archiveError { try Backup.copy(archiveAt: directory.archive, to: copy) }
        #expect(error?.message == "cannot write \(copy): no space is left")
        #expect(disk.directory.names().isEmpty)
    }

    @Test("an archive that is damaged where it is copied is named as such, not the copy")
    func damaged() throws {
        let whole = try directory.bytes("metrics.db")
        try directory.write(Array(whole[..<(whole.count / 2)]), to: "metrics.db")
        let error = archiveError { try Backup.copy(archiveAt: directory.archive, to: copy) }
        #expect(error?.message.hasPrefix("\(directory.archive) is damaged") == true)
        #expect(directory.names() == ["metrics.db", "metrics.db-journal"])
    }
}
