import Archive
import Latency

/// Hot windows, and what tables of bodies have in common.
extension PostgresStore {
    package func hot(
        of source: Int, in windows: ClosedRange<Window>, newestFirst: Bool,
        _ body: (Place, UnsafeRawBufferPointer) throws(ArchiveError) -> Bool
    ) throws(ArchiveError) {
        guard let keys = HotKey.range(source: source, windows: windows) else { return }
        let range = HotKey.window(of: keys.lowerBound).index...HotKey.window(of: keys.upperBound).index
        try bodies("hot", "win", of: source, in: range, newestFirst) { (window, bytes) throws(ArchiveError) in
            guard let key = HotKey.key(source: source, window: Window(index: window)) else { return true }
            return try body(Place(table: .hot, key: key), bytes)
        }
    }

    package func hotWindows(
        of source: Int, in windows: ClosedRange<Window>, newestFirst: Bool, limit: Int?
    ) throws(ArchiveError) -> [Window] {
        guard let keys = HotKey.range(source: source, windows: windows) else { return [] }
        let rows = try ask(
            """
            SELECT win FROM metricsctl.hot WHERE source = $1 AND win BETWEEN $2 AND $3
            ORDER BY win \(newestFirst ? "DESC" : "ASC") LIMIT $4
            """, .integer(source), .integer(HotKey.window(of: keys.lowerBound).index),
            .integer(HotKey.window(of: keys.upperBound).index), .integer(limit))
        return (0..<rows.count).map { Window(index: rows.integer($0, 0)) }
    }

    package func putHot(_ rows: [(window: Window, body: [UInt8])], of source: Int) throws(ArchiveError) {
        for (window, _) in rows where HotKey.key(source: source, window: window) == nil {
            throw .windowOutOfRange(windowEnd: window.end)
        }
        try put(rows.map { ($0.window.index, $0.body) }) { (keys, bodies) throws(ArchiveError) in
            try run(
                """
                INSERT INTO metricsctl.hot(source, win, body) SELECT $1, * FROM unnest($2::int8[], $3::bytea[])
                ON CONFLICT (source, win) DO UPDATE SET body = excluded.body
                """, .integer(source), keys, bodies)
        }
    }

    package func deleteHot(of source: Int, in windows: ClosedRange<Window>) throws(ArchiveError) {
        guard let keys = HotKey.range(source: source, windows: windows) else { return }
        try run(
            "DELETE FROM metricsctl.hot WHERE source = $1 AND win BETWEEN $2 AND $3", .integer(source),
            .integer(HotKey.window(of: keys.lowerBound).index), .integer(HotKey.window(of: keys.upperBound).index))
    }

    // MARK: Any table of bodies

    /// Hands the rows of a range to `body`, some in each round trip, until it returns false.
    func bodies(
        _ table: String, _ key: String, of source: Int, in range: ClosedRange<Int>, _ newestFirst: Bool,
        _ body: (_ key: Int, UnsafeRawBufferPointer) throws(ArchiveError) -> Bool
    ) throws(ArchiveError) {
        let sql = """
            SELECT \(key), body FROM metricsctl.\(table) WHERE source = $1 AND \(key) BETWEEN $2 AND $3
            ORDER BY \(key) \(newestFirst ? "DESC" : "ASC") LIMIT $4
            """
        // All of one instant, also where it takes several.
        try read(within: nil) { () throws(ArchiveError) in
            var (first, last, limit) = (range.lowerBound, range.upperBound, Self.firstRows)
            while first <= last {
                let rows = try ask(sql, .integer(source), .integer(first), .integer(last), .integer(limit))
                var bytes = 0
                for row in 0..<rows.count {
                    let key = rows.integer(row, 0)
                    bytes += rows.bytes(row, 1).count
                    guard try body(key, rows.bytes(row, 1)) else { return }
                    if newestFirst { last = key - 1 } else { first = key + 1 }
                }
                guard rows.count == limit else { return }
                limit = min(max(Self.firstRows, Self.pageBytes / max(bytes / rows.count, 1)), Self.mostRows)
            }
        }
    }

    /// Whoever looks for the newest window seldom needs more.
    private static let firstRows = 24
    private static let (pageBytes, mostRows) = (4 << 20, 2000)

    /// Hands keys and bodies to `store`, not too many bytes at once. Of a key that is there twice the last counts.
    func put(
        _ rows: [(key: Int, body: [UInt8])],
        _ store: (_ keys: Parameter, _ bodies: Parameter) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        var rest = Dictionary(rows, uniquingKeysWith: { $1 }).sorted { $0.key < $1.key }[...]
        while !rest.isEmpty {
            var bytes = 0
            let some = rest.prefix { row in
                defer { bytes += row.value.count }
                return bytes < Self.pageBytes
            }
            try store(.integers(some.map(\.key)), .byteStrings(some.map(\.value)))
            rest = rest.dropFirst(some.count)
        }
    }

    package func places(in table: Place.Table, _ body: (Place) -> Void) throws(ArchiveError) {
        let key =
            switch table {
            case .hot: "source << \(DayKey.sourceShift) | win"
            case .coverage: "source << \(DayKey.sourceShift) | day"
            case .chunk: "day * \(DayKey.seriesMask + 1) + series"
            case .inventory: "source"
            }
        let rows = try ask("SELECT \(key) FROM metricsctl.\(table.name) ORDER BY 1")
        for row in 0..<rows.count { body(Place(table: table, key: rows.integer(row, 0))) }
    }
}
