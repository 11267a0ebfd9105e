import Latency
import Testing

@testable import Archive
@testable import SQLiteStore

/// Archives from when a series was a model and all sources were histograms.
@Suite struct LabelsMigrationTests {
    let directory: TemporaryDirectory
    private let source = Source(id: 1, description: Samples.description)

    init() throws {
        directory = try TemporaryDirectory()
        try EarlierArchive.write(to: directory)
    }

    private func checksums() throws -> Int {
        let database = try Database(path: directory.archive, creating: true, busyMilliseconds: 0)
        return try database.integer(
            "SELECT sum(checksum) FROM (SELECT checksum FROM source UNION ALL SELECT checksum FROM series)")
    }

    @Test("an archive without labels keeps all that it holds, and nothing in it is signed anew")
    func migration() throws {
        let before = try checksums()
        let archive = try Archive(creatingAt: directory.archive)
        try EarlierArchive.expect(archive)
        #expect(try archive.sources() == [source])
        #expect(try checksums() == before && before > 0)
        #expect(try archive.database.integer("PRAGMA foreign_keys") == 1)
        #expect(try archive.database.integer("SELECT count(*) FROM sqlite_master WHERE name LIKE '%without%'") == 0)
        #expect(throws: ArchiveError.self) { try archive.database.execute("UPDATE series SET model = 'a'") }
        let more = [EarlierArchive.hot.advanced(by: 9)].map {
            CollectedWindow(window: $0, models: [Samples.model("c")])
        }
        try archive.commit(more, run: nil, of: source)
        #expect(try archive.models(of: source).value == ["a", "b", "c"])
        #expect(try Verification.findings(in: archive) == [])
    }

    @Test("series to which damage has given one name, or another's source, are told, and the sound ones stay")
    func damaged() throws {
        let database = try Database(path: directory.archive, creating: true, busyMilliseconds: 0)
        // Without its index, as the file may have come to be: SQLite finds no fault where it doesn't look.
        try database.execute(
            """
            PRAGMA writable_schema = ON;
            UPDATE sqlite_master SET sql = replace(sql, ',
                UNIQUE(source_id, model)', '') WHERE name = 'series';
            DELETE FROM sqlite_master WHERE name = 'sqlite_autoindex_series_1';
            PRAGMA writable_schema = RESET;
            INSERT INTO series(id, source_id, model, checksum) VALUES(0, 1, 'b', 5), (9, 7, 'x', 6);
            """)
        let archive = try Archive(creatingAt: directory.archive)
        #expect(try archive.windows(of: source) == EarlierArchive.windows)
        #expect(
            try archive.models(of: source).damages.all.map(\.reasonOfDamage) == ["the name of model 0 is unreadable"])
        #expect(try archive.database.integer("SELECT count(*) FROM series") == 3)
    }

    @Test("a migration that is cut off leaves the old archive, which the next one brings up to date")
    func cutOff() throws {
        let before = try directory.bytes("metrics.db")
        let database = try Database(path: directory.archive, creating: true, busyMilliseconds: 0)
        let failing = Migration(
            "", then: { (database) throws(ArchiveError) in throw .failed(path: database.path, reason: "stopped") })
        #expect(throws: ArchiveError.self) {
            try Schema.migrate(database, migrations: Schema.migrations + [failing])
        }
        #expect(try directory.bytes("metrics.db") == before)
        try EarlierArchive.expect(try Archive(creatingAt: directory.archive))
    }
}

/// An archive as version 9 wrote it: a sealed day and two hot windows.
enum EarlierArchive {
    static let day = UTCDay(index: 20_000)
    static let hot = day.windows.upperBound.advanced(by: 1)
    private static let values = [Samples.model("a", [1, 2, 3]), Samples.model("b", [4, 0, 5])]
    static let windows = [day.window(7), hot, hot.advanced(by: 1)].map { CollectedWindow(window: $0, models: values) }

    static func write(to directory: TemporaryDirectory) throws {
        let database = try Database(path: directory.archive, creating: true, busyMilliseconds: 0)
        try Schema.migrate(database, migrations: Array(Schema.migrations.prefix(9)))
        let columns = ["default", "http_request_duration_seconds", "http://localhost:9090", "", "model", "s"]
        try database.run(
            """
            INSERT INTO source(id, name, metric, url, selector, model_label, unit, checksum)
            VALUES(1, ?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """, columns[0], columns[1], columns[2], columns[3], columns[4], columns[5],
            CatalogueChecksum.source(1, columns))
        for (id, value) in zip(1..., values) {
            try database.run(
                "INSERT INTO series(id, source_id, model, checksum) VALUES(?1, 1, ?2, ?3)", id, value.model,
                CatalogueChecksum.series(id, source: 1, model: value.model))
        }
        let bounds = LayoutBounds.encode(Samples.layout([0.1, 0.5]))
        try database.run(
            "INSERT INTO layout(id, bounds, checksum) VALUES(1, ?1, ?2)", bounds,
            bounds.withUnsafeBytes { CatalogueChecksum.layout(1, bounds: $0) })
        try writeBodies(database)
    }

    private static func writeBodies(_ database: Database) throws {
        let row = try HotRow.encode(values, series: { $0 == "a" ? 1 : 2 }, layout: { _ in 1 })
        for window in [hot, hot.advanced(by: 1)] {
            try insert(Place(table: .hot, key: 1 << 40 | window.index), row, database)
        }
        var coverage = Coverage()
        for (series, value) in zip(1..., values) {
            let slots = (0..<UTCDay.windows).map { $0 == 7 ? value : nil }
            let chunk = try #require(try Chunk.encode(windows: ModelDay(slots: slots), layout: { _ in 1 }))
            try insert(Place(table: .chunk, key: day.index << 20 | series), chunk, database)
            coverage.insert(series: series)
        }
        coverage.insert(7)
        try insert(Place(table: .coverage, key: 1 << 40 | day.index), coverage.encoded, database)
        let inventory = Inventory.body(
            windows: [hot.index, hot.index + 1], days: [day.index], series: [1, 2], unitChanges: [], lastRun: 0,
            lastSuccess: 0)
        try insert(Place(table: .inventory, key: 1), inventory, database)
    }

    private static func insert(_ place: Place, _ body: [UInt8], _ database: Database) throws {
        try database.run(
            "INSERT INTO \(place.table.name)(key, body) VALUES(?1, ?2)", place.key, place.marked(body))
    }

    /// That an archive has all of it, and is sound.
    static func expect(_ archive: Archive) throws {
        let source = try #require(try archive.sources().first)
        #expect(source.description == Samples.description)
        #expect(try archive.windows(of: source) == windows)
        #expect(try archive.series(of: source).value == ["a", "b"])
        #expect(try Verification.findings(in: archive) == [])
    }
}
