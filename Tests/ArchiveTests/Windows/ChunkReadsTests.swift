import CSQLite
import Latency
import Testing

@testable import Archive
@testable import SQLiteStore

/// How many chunks a question about sealed days goes to, as SQLite itself counts them.
@Suite struct ChunkReadsTests: OnOneSource {
    let own: OneSource
    private let day = UTCDay(index: 20_378)

    init() throws { own = try OneSource() }

    /// How many rows of chunks `body` has SQLite hand out.
    private func chunks(_ body: () throws -> Void) throws -> Int {
        final class Count { var rows = 0 }
        let count = Count()
        let handle = archive.database.handle
        sqlite3_trace_v2(
            handle, UInt32(SQLITE_TRACE_ROW),
            { _, context, statement, _ in
                guard let context, let statement, let sql = sqlite3_sql(OpaquePointer(statement)) else { return 0 }
                if String(cString: sql).contains("FROM chunk") {
                    Unmanaged<Count>.fromOpaque(context).takeUnretainedValue().rows += 1
                }
                return 0
            }, Unmanaged.passUnretained(count).toOpaque())
        defer { sqlite3_trace_v2(handle, 0, nil, nil) }
        try body()
        return count.rows
    }

    @Test("all models of a source take its own chunks, however many other sources have between them")
    func ownAlone() throws {
        let other = try archive.source(Samples.other)
        // Their numbers alternate.
        for index in 0..<20 {
            for source in [source, other] {
                let window = CollectedWindow(window: day.window(index), models: [Samples.model("m\(index)")])
                try archive.commit([window], run: nil, of: source)
            }
        }
        for source in [source, other] { try archive.seal(of: source, at: day.end + Archive.sealingDelay) }
        #expect(try archive.database.integer("SELECT count(*) FROM chunk") == 40)
        for source in [source, other] {
            var models: Set<Name> = []
            let rows = try chunks {
                _ = try archive.forEachStretch(
                    of: source, in: day.windows, newestFirst: false,
                    stepEnd: { _ in day.windows.upperBound }
                ) { stretch in
                    models.formUnion(stretch.models.map(\.model))
                    return true
                }
            }
            #expect(rows == 20 && models.count == 20)
        }
        let rows = try chunks {
            _ = try archive.forEachWindow(
                of: source, in: day.windows, newestFirst: false, selection: SeriesSelection(models: ["m3", "m7"])
            ) { _ in
                true
            }
        }
        #expect(rows == 2)
    }
}
