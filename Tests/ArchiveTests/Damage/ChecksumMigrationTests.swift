import Latency
import Testing

@testable import Archive
@testable import SQLiteStore

/// Archives from when checksums covered the bytes of a body alone.
@Suite struct ChecksumMigrationTests {
    let directory: TemporaryDirectory
    private static let day = UTCDay(index: 20_000)
    private static let values = [Samples.model("a", [1, 2, 3]), Samples.model("b", [4, 0, 5])]

    /// As version 6 wrote it: a sealed day and two hot windows, the second one damaged.
    init() throws {
        directory = try TemporaryDirectory()
        let database = try Database(path: directory.archive, creating: true, busyMilliseconds: 0)
        try Schema.migrate(database, migrations: Array(Schema.migrations.prefix(6)))
        try database.execute(
            """
            INSERT INTO source(id, name, metric, url, selector, model_label, unit)
                VALUES(1, 'default', 'http_request_duration_seconds', 'http://localhost:9090', '', 'model', 's');
            INSERT INTO series(id, source_id, model) VALUES(1, 1, 'a'), (2, 1, 'b');
            INSERT INTO layout(id, bounds) VALUES(1, x'9a9999999999b93f000000000000e03f');
            """)
        let row = try HotRow.encode(Self.values, series: { $0 == "a" ? 1 : 2 }, layout: { _ in 1 })
        let hot = 1 << 40 | 20_001 * 288 + 1
        try insert("hot", hot, row, database)
        try insert("hot", hot + 1, row.dropLast() + [row[row.count - 1] ^ 1], database)
        for (series, value) in Self.values.enumerated() {
            let day = ModelDay(slots: (0..<288).map { $0 == 7 ? value : nil })
            let chunk = try #require(try Chunk.encode(windows: day, layout: { _ in 1 }))
            try insert("chunk", 20_000 << 20 | series + 1, chunk, database)
        }
        var coverage = ByteWriter([1, 0, 0x80] + [UInt8](repeating: 0, count: 35))
        coverage.checksum()
        try insert("coverage", 1 << 40 | 20_000, coverage.bytes, database)
    }

    private func insert(_ table: String, _ key: Int, _ body: [UInt8], _ database: Database) throws {
        try database.run("INSERT INTO \(table)(key, body) VALUES(?1, ?2)", key, body)
    }

    private func check() throws {
        let archive = try Archive(creatingAt: directory.archive)
        let source = try #require(try archive.sources().first)
        #expect(source.description == Samples.description)
        let next = Self.day.windows.upperBound.advanced(by: 1)
        #expect(
            try archive.windows(of: source) == [
                CollectedWindow(window: Self.day.window(7), models: Self.values),
                CollectedWindow(window: next, models: Self.values), CollectedWindow(window: next.advanced(by: 1)),
            ])
        #expect(try archive.damages(of: source).count == 1)
        #expect(try archive.readableCoverage(of: Self.day, of: source)?.series == [1..<3])
        #expect(try Verification.findings(in: archive).count == 1)
    }

    @Test("an older archive keeps all that it holds, what was damaged stays so, and from then on moved rows are found")
    func migration() throws {
        try check()
        let archive = try Archive(creatingAt: directory.archive)
        let source = try #require(try archive.sources().first)
        try archive.database.execute("UPDATE chunk SET key = key + 100 WHERE key & 1048575 = 2")
        #expect(try archive.windows(of: source).first?.models == [Self.values[0]])
        #expect(try archive.damages(of: source).contains { $0.message.contains("its counts are gone") })
    }

    @Test("a migration that is cut off anywhere leaves the old archive, which the next one brings up to date")
    func cutOff() throws {
        let before = try directory.bytes("metrics.db")
        let database = try Database(path: directory.archive, creating: true, busyMilliseconds: 0)
        let failing = Migration(
            "",
            then: { (database) throws(ArchiveError) in
                throw .failed(path: database.path, reason: "stopped")
            })
        #expect(throws: ArchiveError.self) {
            try Schema.migrate(database, migrations: Schema.migrations.prefix(7) + [failing])
        }
        #expect(try directory.bytes("metrics.db") == before)
        try check()
    }
}
