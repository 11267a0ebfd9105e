import Archive
import Latency

/// Sealed days: coverages, chunks, inventories.
extension PostgresStore {
    package func coverages(
        of source: Int, in days: ClosedRange<UTCDay>, newestFirst: Bool,
        _ body: (Place, UnsafeRawBufferPointer) throws(ArchiveError) -> Bool
    ) throws(ArchiveError) {
        guard let range = Self.range(source, days) else { return }
        try bodies(.days(source), of: source, in: range, newestFirst) { (day, bytes) throws(ArchiveError) in
            guard let key = DayKey.coverage(UTCDay(index: day), source: source) else { return true }
            return try body(Place(table: .coverage, key: key), bytes)
        }
    }

    /// The days that have a key.
    private static func range(_ source: Int, _ days: ClosedRange<UTCDay>) -> ClosedRange<Int>? {
        DayKey.coverages(source: source, days: days).map {
            DayKey.day(ofCoverage: $0.lowerBound).index...DayKey.day(ofCoverage: $0.upperBound).index
        }
    }

    package func coveredDays(of source: Int) throws(ArchiveError) -> [UTCDay] {
        try recall(.days(source))
        return memory.numbers(.days(source)).map { UTCDay(index: $0) }
    }

    package func putCoverage(_ body: [UInt8], of day: UTCDay, _ source: Int) throws(ArchiveError) {
        guard DayKey.coverage(day, source: source) != nil else { throw .windowOutOfRange(windowEnd: day.end) }
        memory.put([day.index], in: .days(source))
        try run(
            """
            INSERT INTO metricsctl.coverage(source, day, body) VALUES($1, $2, $3)
            ON CONFLICT (source, day) DO UPDATE SET body = excluded.body
            """, .integer(source), .integer(day.index), .bytes(body))
    }

    package func deleteCoverages(of source: Int, in days: ClosedRange<UTCDay>) throws(ArchiveError) {
        guard let range = Self.range(source, days) else { return }
        memory.remove(range, from: .days(source))
        try run(
            "DELETE FROM metricsctl.coverage WHERE source = $1 AND day BETWEEN $2 AND $3", .integer(source),
            .integer(range.lowerBound), .integer(range.upperBound))
    }

    // MARK: Chunks

    package func putChunks(
        _ rows: [(series: Int, body: [UInt8])], of day: UTCDay, _ source: Int
    ) throws(ArchiveError) {
        for (series, _) in rows where DayKey.chunk(day, series: series) == nil {
            throw .windowOutOfRange(windowEnd: day.end)
        }
        try put(rows.map { ($0.series, $0.body) }) { (series, bodies) throws(ArchiveError) in
            try run(
                """
                INSERT INTO metricsctl.chunk(source, day, series, body)
                SELECT $1, $2, * FROM unnest($3::int8[], $4::bytea[])
                ON CONFLICT (source, series, day) DO UPDATE SET body = excluded.body
                """, .integer(source), .integer(day.index), .integers(series), .byteStrings(bodies))
        }
    }

    package func deleteChunks(of source: Int, series: Int?, in days: ClosedRange<UTCDay>?) throws(ArchiveError) {
        if days.map({ $0.lowerBound < $0.upperBound }) ?? true { try beginLong() }
        let range = days.map { $0.lowerBound.index...$0.upperBound.index } ?? Int.min...Int.max
        try run(
            """
            DELETE FROM metricsctl.chunk WHERE source = $1 AND day BETWEEN $2 AND $3
            \(series == nil ? "AND $4::int8 IS NULL" : "AND series = $4")
            """, .integer(source), .integer(range.lowerBound), .integer(range.upperBound), .integer(series))
    }

    package func chunkPlaces(of source: Int) throws(ArchiveError) -> [Place] {
        let rows = try ask(
            "SELECT day, series FROM metricsctl.chunk WHERE source = $1 ORDER BY day, series", .integer(source))
        return (0..<rows.count).compactMap { Self.place(rows.integer($0, 0), series: rows.integer($0, 1)) }
    }

    static func place(_ day: Int, series: Int) -> Place? {
        DayKey.chunk(UTCDay(index: day), series: series).map { Place(table: .chunk, key: $0) }
    }

    package func chunks(
        from key: Int, limit: Int, _ body: (Place, UnsafeRawBufferPointer) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        // Day by day: no index has the chunks of all sources in this order.
        var (next, series): (Int?, Int) = (DayKey.day(ofChunk: key).index, DayKey.series(ofChunk: key))
        var left = limit
        while let day = next, left > 0 {
            let rows = try ask(
                """
                SELECT c.series, c.body FROM metricsctl.source s CROSS JOIN LATERAL (
                    SELECT series, body FROM metricsctl.chunk WHERE source = s.id AND day = $1 AND series >= $2 OFFSET 0
                ) AS c ORDER BY c.series LIMIT $3
                """, .integer(day), .integer(series), .integer(left))
            for row in 0..<rows.count {
                guard let place = Self.place(day, series: rows.integer(row, 0)) else { continue }
                try body(place, rows.bytes(row, 1))
            }
            left -= rows.count
            series = 0
            if left > 0 { next = try nextDay(after: day) }
        }
    }

    /// The next one with a chunk, of any source.
    private func nextDay(after day: Int) throws(ArchiveError) -> Int? {
        try ask(
            """
            SELECT min(days.first) FROM metricsctl.source s CROSS JOIN LATERAL (
                SELECT min(day) AS first FROM metricsctl.chunk WHERE source = s.id AND day > $1) AS days
            """, .integer(day)
        ).first(0)
    }

    package func outermostChunks() throws(ArchiveError) -> (first: UTCDay, last: UTCDay)? {
        let rows = try ask(
            """
            SELECT min(days.first), max(days.last) FROM metricsctl.source s CROSS JOIN LATERAL (
                SELECT min(day) AS first, max(day) AS last FROM metricsctl.chunk WHERE source = s.id) AS days
            """)
        guard let first = rows.first(0), let last = rows.first(1) else { return nil }
        return (UTCDay(index: first), UTCDay(index: last))
    }

    // MARK: Inventories

    package func inventory(of source: Int) throws(ArchiveError) -> [UInt8]? {
        let rows = try recalled(.inventory(source))
        return rows.count > 0 ? [UInt8](rows.bytes(0, 0)) : nil
    }

    package func putInventory(_ body: [UInt8], of source: Int) throws(ArchiveError) {
        memory.forget(.inventory(source))
        try run(
            """
            INSERT INTO metricsctl.inventory(source, body) VALUES($1, $2)
            ON CONFLICT (source) DO UPDATE SET body = excluded.body
            """, .integer(source), .bytes(body))
    }

    package var hasInventories: Bool {
        get throws(ArchiveError) {
            try ask("SELECT EXISTS(SELECT 1 FROM metricsctl.inventory WHERE source > 0)").isTrue(0, 0)
        }
    }
}
