import Archive
import Latency

/// Hot windows, and what tables of bodies have in common.
extension PostgresStore {
    package func hot(
        of source: Int, in windows: ClosedRange<Window>, series: [Range<Int>]?, newestFirst: Bool,
        _ body: (Place, UnsafeRawBufferPointer) throws(ArchiveError) -> Bool
    ) throws(ArchiveError) {
        guard let range = Self.range(source, windows) else { return }
        func found(_ window: Int, _ bytes: UnsafeRawBufferPointer) throws(ArchiveError) -> Bool {
            try body(Self.place(source, window: window), bytes)
        }
        if let series { return try parts(of: source, in: range, series, newestFirst, found) }
        try bodies(.windows(source), of: source, in: range, newestFirst, found)
    }

    static func place(_ source: Int, window: Int) -> Place {
        Place(table: .hot, key: source << DayKey.sourceShift | window)
    }

    package func hotWindows(
        of source: Int, in windows: ClosedRange<Window>, newestFirst: Bool, limit: Int?
    ) throws(ArchiveError) -> [Window] {
        guard let range = Self.range(source, windows) else { return [] }
        try recall(.windows(source))
        let found = memory.numbers(.windows(source), in: range)
        let some = newestFirst ? found.reversed().prefix(limit ?? .max) : found.prefix(limit ?? .max)
        return some.map { Window(index: $0) }
    }

    /// The windows that have a key.
    private static func range(_ source: Int, _ windows: ClosedRange<Window>) -> ClosedRange<Int>? {
        HotKey.range(source: source, windows: windows).map {
            HotKey.window(of: $0.lowerBound).index...HotKey.window(of: $0.upperBound).index
        }
    }

    package func putHot(_ rows: [(window: Window, body: [UInt8])], of source: Int) throws(ArchiveError) {
        for (window, _) in rows where HotKey.key(source: source, window: window) == nil {
            throw .windowOutOfRange(windowEnd: window.end)
        }
        memory.put(rows.map(\.window.index), in: .windows(source))
        current?.parts[source] = nil
        try put(rows.map { ($0.window.index, $0.body) }) { (windows, bodies) throws(ArchiveError) in
            let parts = zip(windows, bodies).map { window, body in
                body.withUnsafeBytes { HotParts(of: $0, at: Self.place(source, window: window))?.encoded }
            }
            try run(
                """
                INSERT INTO metricsctl.hot(source, win, body, parts)
                SELECT $1, * FROM unnest($2::int8[], $3::bytea[], $4::bytea[])
                ON CONFLICT (source, win) DO UPDATE SET body = excluded.body, parts = excluded.parts
                """, .integer(source), .integers(windows), .byteStrings(bodies), .byteStrings(parts))
        }
    }

    package func deleteHot(of source: Int, in windows: ClosedRange<Window>) throws(ArchiveError) {
        guard let range = Self.range(source, windows) else { return }
        memory.remove(range, from: .windows(source))
        current?.parts[source] = nil
        try run(
            "DELETE FROM metricsctl.hot WHERE source = $1 AND win BETWEEN $2 AND $3", .integer(source),
            .integer(range.lowerBound), .integer(range.upperBound))
    }

    // MARK: Any table of bodies

    /// Hands the rows of a range to `body` until it returns false: those that are kept, and others, some in each round trip.
    ///
    /// - Parameter table: `windows` or `days`.
    func bodies(
        _ table: Kept, of source: Int, in range: ClosedRange<Int>, _ newestFirst: Bool,
        _ body: (_ key: Int, UnsafeRawBufferPointer) throws(ArchiveError) -> Bool
    ) throws(ArchiveError) {
        // All of one instant, also where it takes several.
        try read(within: nil) { () throws(ArchiveError) in
            try recall(table)
            let found = memory.numbers(table, in: range)
            var rest = newestFirst ? found.reversed()[...] : found
            var limit = rowsAtOnce(table)
            // Whoever looks for the newest window seldom needs more; nor does he who looks for one.
            if newestFirst || found.count == 1 { limit = min(limit, Self.firstRows) }
            while let next = rest.first {
                if let kept = memory.body(table, next) {
                    guard try body(next, kept.rows.bytes(kept.row, 1)) else { return }
                    rest.removeFirst()
                    continue
                }
                let rows = try page(table, of: source, from: next, to: rest.last ?? next, limit)
                guard rows.count > 0 else { return }
                var bytes = 0
                for row in 0..<rows.count where rest.first == rows.integer(row, 0) {
                    bytes += rows.bytes(row, 1).count
                    guard try body(rest.removeFirst(), rows.bytes(row, 1)) else { return }
                }
                limit = Self.rows(of: bytes / rows.count)
            }
        }
    }

    /// Bodies from one number on, forwards or backwards. Those who store windows look at each of them by itself: they get the
    /// next ones along with it, to be kept; and those who plan to store some look again and again at the same ones.
    func page(
        _ table: Kept, of source: Int, from first: Int, to last: Int, _ limit: Int
    ) throws(ArchiveError) -> Rows {
        let isReading = current?.kind == .reading
        let isAhead = first == last && !isReading
        let (name, key) = if case .days = table { ("coverage", "day") } else { ("hot", "win") }
        let rows = try ask(
            """
            SELECT \(key), body FROM metricsctl.\(name) WHERE source = $1 AND \(key) BETWEEN $2 AND $3
            ORDER BY \(key) \(first > last ? "DESC" : "ASC") LIMIT $4
            """, .integer(source), .integer(min(first, last)),
            .integer(isAhead ? .max : max(first, last)), .integer(limit))
        if isAhead || isReading && remembers && purpose == .writing { memory.keepBodies(rows, of: table) }
        return rows
    }

    /// How many bodies are read at once, by the size of the newest.
    private func rowsAtOnce(_ table: Kept) -> Int {
        if case .windows(let source) = table, let newest = memory[.newest(source)], newest.count > 0 {
            return Self.rows(of: newest.integer(0, 2))
        }
        guard let newest = memory.numbers(table).last.flatMap({ memory.body(table, $0) }) else { return Self.firstRows }
        return Self.rows(of: newest.rows.bytes(newest.row, 1).count)
    }

    static func rows(of bytes: Int) -> Int { min(max(1, pageBytes / max(bytes, 1)), mostRows) }

    static let firstRows = 24
    private static let (pageBytes, mostRows) = (4 << 20, 2000)

    /// Hands keys and bodies to `store`, not too many bytes at once. Of a key that is there twice the last counts.
    func put(
        _ rows: [(key: Int, body: [UInt8])],
        _ store: (_ keys: [Int], _ bodies: [[UInt8]]) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        var rest = Dictionary(rows, uniquingKeysWith: { $1 }).sorted { $0.key < $1.key }[...]
        while !rest.isEmpty {
            var bytes = 0
            let some = rest.prefix { row in
                defer { bytes += row.value.count }
                return bytes < Self.pageBytes
            }
            try store(some.map(\.key), some.map(\.value))
            rest = rest.dropFirst(some.count)
        }
    }

    package func places(in table: Place.Table, of source: Int, _ body: (Place) -> Void) throws(ArchiveError) {
        let kept: Kept
        switch table {
        case .hot: kept = .windows(source)
        case .coverage: kept = .days(source)
        case .chunk, .inventory: return try places(in: table, body)
        }
        try recall(kept)
        for number in memory.numbers(kept) {
            body(Place(table: table, key: source << DayKey.sourceShift | number))
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
