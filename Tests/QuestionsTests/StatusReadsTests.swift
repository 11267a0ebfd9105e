import CSQLite
import Latency
import Testing

@testable import Archive
@testable import Questions
@testable import SQLiteStore

/// How often a status page goes to the archive, as SQLite itself counts it.
@Suite struct StatusReadsTests {
    /// How many rows each statement gave, by its text.
    private final class Rows {
        var counts: [String: Int] = [:]

        func count(where isMeant: (String) -> Bool) -> Int {
            counts.filter { isMeant($0.key) }.reduce(0) { $0 + $1.value }
        }
    }

    private func rows(of archive: Archive, _ body: () throws -> Void) rethrows -> Rows {
        let rows = Rows()
        let count:
            @convention(c) (UInt32, UnsafeMutableRawPointer?, UnsafeMutableRawPointer?, UnsafeMutableRawPointer?) ->
                Int32 = {
                    _, context, statement, _ in
                    guard let context, let statement, let sql = sqlite3_sql(OpaquePointer(statement)) else { return 0 }
                    Unmanaged<Rows>.fromOpaque(context).takeUnretainedValue().counts[
                        String(cString: sql), default: 0] += 1
                    return 0
                }
        let handle = archive.database.handle
        sqlite3_trace_v2(handle, UInt32(SQLITE_TRACE_ROW), count, Unmanaged.passUnretained(rows).toOpaque())
        defer { sqlite3_trace_v2(handle, 0, nil, nil) }
        try body()
        return rows
    }

    @Test(
        "a status page loads the catalogue once, and reads a day once, with a few windows more, though a model is idle")
    func once() throws {
        let test = try TestArchive()
        let source = try test.source()
        for minutes in stride(from: 5, through: 1440, by: 5) {
            try test.collect(
                minutes, TestArchive.model("busy", [1, 2, 3, 4]), TestArchive.model("idle", [0, 0, 0, 0]), of: source)
        }
        // Somebody else has committed since the archive was opened.
        let reader = try Archive(readingAt: test.archive.database.path)
        let now = TestArchive.time(1442)
        let rows = try rows(of: reader) {
            let answer = try StatusQuestion(QueryParameters(), in: QuestionContext(now: now, zone: .utc)).answer(
                from: reader)
            #expect(answer.rows.map(\.status.model) == ["busy", "idle"])
        }
        #expect(rows.count { $0.contains("FROM layout") } == 1)
        #expect(rows.count { $0.contains("FROM series") } == 2)
        // 288 windows; the newest again for the newest percentiles, and the newest three for the states.
        #expect((288...296).contains(rows.count { $0.contains("SELECT key, body FROM hot") }))
    }
}
