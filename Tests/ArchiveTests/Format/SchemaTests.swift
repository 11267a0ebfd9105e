import Testing

@testable import Archive
@testable import SQLiteStore

@Suite struct SchemaTests {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func open() throws -> Database {
        try Database(path: directory.archive, creating: true, busyMilliseconds: 0)
    }

    @Test("a new archive has the page size, vacuum mode and marks that are documented")
    func header() throws {
        let archive = try Archive(creatingAt: directory.archive)
        // Offsets of https://www.sqlite.org/fileformat2.html, section 1.3.
        let bytes = try directory.bytes("metrics.db")
        #expect(bytes[16..<18] == [0x40, 0x00])
        #expect(bytes[64..<68] == [0, 0, 0, 1])
        #expect(bytes[68..<72] == Array("Mctl".utf8)[...])
        #expect(bytes[60..<64] == [0, 0, 0, UInt8(Schema.version)])
        // A rollback journal, not WAL.
        #expect(bytes[18..<20] == [1, 1])
        #expect(try archive.database.integer("PRAGMA auto_vacuum") == 2)
        #expect(try archive.database.integer("PRAGMA synchronous") == 2)
        #expect(try archive.database.integer("PRAGMA foreign_keys") == 1)
        #expect(try archive.database.integer("PRAGMA busy_timeout") == 10_000)
        #expect(
            try archive.database.integer("SELECT min(strict) FROM pragma_table_list WHERE name NOT LIKE 'sqlite%'") == 1
        )
    }

    @Test("opening an archive again writes nothing")
    func again() throws {
        _ = try Archive(creatingAt: directory.archive)
        let before = try directory.contents()
        _ = try Archive(creatingAt: directory.archive)
        #expect(try directory.contents() == before)
    }

    @Test("a file goes through the migrations that it lacks, and only those")
    func migrations() throws {
        let database = try open()
        let first: Migration = "CREATE TABLE one(x); INSERT INTO one VALUES(1)"
        try Schema.migrate(database, migrations: [first])
        #expect(try database.integer("PRAGMA user_version") == 1)
        try Schema.migrate(database, migrations: [first, "INSERT INTO one VALUES(2)", "INSERT INTO one VALUES(3)"])
        #expect(try database.integer("PRAGMA user_version") == 3)
        #expect(try database.integer("SELECT group_concat(x, '') FROM one") == 123)
        #expect(throws: ArchiveError.newerVersion(path: directory.archive, version: 3, supported: 1)) {
            try Schema.migrate(database, migrations: [first])
        }
    }

    @Test("whoever has the file open when a newer release migrates it writes nothing more")
    func migratedMeanwhile() throws {
        let archive = try Archive(creatingAt: directory.archive)
        let source = try archive.source(Samples.description)
        try archive.commit([Samples.window(5)], run: nil, of: source)
        let newer = Schema.version + 1
        try open().execute("PRAGMA user_version = \(newer)")
        let error = archiveError { try archive.commit([Samples.window(6)], run: nil, of: source) }
        #expect(error == .newerVersion(path: directory.archive, version: newer, supported: Schema.version))
        #expect(try archive.database.integer("SELECT count(*) FROM hot") == 1)
    }

    @Test("a program of before sealed days had totals finds none of them, instead of taking them for damaged")
    func renamed() throws {
        let database = try open()
        try Schema.migrate(database, migrations: Array(Schema.migrations.prefix(11)))
        // Prepared before, as by who has the file open.
        #expect(try database.integer("SELECT count(*) FROM coverage") == 0)
        try Schema.migrate(try open())
        #expect(throws: ArchiveError.self) { try database.integer("SELECT count(*) FROM coverage") }
    }

    @Test("a migration that fails leaves the file at the version it had")
    func failedMigration() throws {
        let database = try open()
        try Schema.migrate(database, migrations: ["CREATE TABLE one(x)"])
        let before = try directory.bytes("metrics.db")
        #expect(throws: ArchiveError.self) {
            try Schema.migrate(
                database, migrations: ["CREATE TABLE one(x)", "CREATE TABLE two(x)", "CREATE TABLE two(x)"])
        }
        #expect(try database.integer("PRAGMA user_version") == 1)
        #expect(try directory.bytes("metrics.db") == before)
    }
}
