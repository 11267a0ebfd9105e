import Archive
import Latency

/// Sealed days: coverages, chunks, inventories.
extension SQLiteStore {
    package func coverages(
        of source: Int, in days: ClosedRange<UTCDay>, newestFirst: Bool,
        _ body: (Place, UnsafeRawBufferPointer) throws(ArchiveError) -> Bool
    ) throws(ArchiveError) {
        guard let keys = DayKey.coverages(source: source, days: days) else { return }
        let order = newestFirst ? "DESC" : "ASC"
        try bodies(
            .coverage, "SELECT key, body FROM sealed_day WHERE key BETWEEN ?1 AND ?2 ORDER BY key \(order)",
            keys.lowerBound, keys.upperBound, body)
    }

    package func coveredDays(of source: Int) throws(ArchiveError) -> [UTCDay] {
        let keys = DayKey.coverages(source: source)
        var days: [UTCDay] = []
        try database.rows(
            "SELECT key FROM sealed_day WHERE key BETWEEN ?1 AND ?2 ORDER BY key", [keys.lowerBound, keys.upperBound]
        ) { days.append(DayKey.day(ofCoverage: $0.integer(0))) }
        return days
    }

    package func putCoverage(_ body: [UInt8], of day: UTCDay, _ source: Int) throws(ArchiveError) {
        guard let key = DayKey.coverage(day, source: source) else { throw .windowOutOfRange(windowEnd: day.end) }
        try put(.coverage, key, body)
    }

    package func deleteCoverages(of source: Int, in days: ClosedRange<UTCDay>) throws(ArchiveError) {
        guard let keys = DayKey.coverages(source: source, days: days) else { return }
        try database.run("DELETE FROM sealed_day WHERE key BETWEEN ?1 AND ?2", keys.lowerBound, keys.upperBound)
    }

    // MARK: Chunks

    package func chunks(
        of source: Int, _ day: UTCDay, series: [Range<Int>],
        _ body: (Place, UnsafeRawBufferPointer) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        for ids in series {
            guard let keys = DayKey.chunks(day, series: ids) else { continue }
            try bodies(
                .chunk, "SELECT key, body FROM chunk WHERE key BETWEEN ?1 AND ?2 ORDER BY key", keys.lowerBound,
                keys.upperBound
            ) { (place, bytes) throws(ArchiveError) in
                try body(place, bytes)
                return true
            }
        }
    }

    package func putChunks(
        _ rows: [(series: Int, body: [UInt8])], of day: UTCDay, _ source: Int
    ) throws(ArchiveError) {
        for (series, body) in rows {
            guard let key = DayKey.chunk(day, series: series) else { throw .windowOutOfRange(windowEnd: day.end) }
            try put(.chunk, key, body)
        }
    }

    package func deleteChunks(of source: Int, series: Int?, in days: ClosedRange<UTCDay>?) throws(ArchiveError) {
        let all = days.flatMap { DayKey.chunks($0) } ?? Int.min...Int.max
        switch series {
        case let series? where days.map({ $0.lowerBound == $0.upperBound }) == true:
            guard let day = days?.lowerBound, let key = DayKey.chunk(day, series: series) else { return }
            try database.run("DELETE FROM chunk WHERE key = ?1", key)
        case let series?:
            try database.run(
                "DELETE FROM chunk WHERE key BETWEEN ?1 AND ?2 AND key & \(DayKey.seriesMask) = ?3", all.lowerBound,
                all.upperBound, series)
        case nil:
            try database.run(
                """
                DELETE FROM chunk WHERE key BETWEEN ?1 AND ?2
                AND key & \(DayKey.seriesMask) IN (SELECT id FROM series WHERE source_id = ?3)
                """, all.lowerBound, all.upperBound, source)
        }
    }

    package func chunkPlaces(of source: Int) throws(ArchiveError) -> [Place] {
        var places: [Place] = []
        try database.rows(
            """
            SELECT key FROM chunk WHERE key & \(DayKey.seriesMask) IN (SELECT id FROM series WHERE source_id = ?1)
            ORDER BY key
            """, [source]
        ) { places.append(Place(table: .chunk, key: $0.integer(0))) }
        return places
    }

    package func chunks(
        from key: Int, limit: Int, _ body: (Place, UnsafeRawBufferPointer) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        try bodies(.chunk, "SELECT key, body FROM chunk WHERE key >= ?1 ORDER BY key LIMIT ?2", key, limit) {
            (place, bytes) throws(ArchiveError) in
            try body(place, bytes)
            return true
        }
    }

    package func outermostChunks() throws(ArchiveError) -> (first: UTCDay, last: UTCDay)? {
        let found = try database.first("SELECT min(key), max(key) FROM chunk") { row in
            row.optionalInteger(0).map {
                (first: DayKey.day(ofChunk: $0), last: DayKey.day(ofChunk: row.integer(1)))
            }
        }
        return found ?? nil
    }

    // MARK: Inventories

    package func inventory(of source: Int) throws(ArchiveError) -> [UInt8]? {
        try database.first("SELECT body FROM inventory WHERE key = ?1", [source]) { row in
            row.withBlob(0) { [UInt8]($0) }
        }
    }

    package func putInventory(_ body: [UInt8], of source: Int) throws(ArchiveError) {
        try put(.inventory, source, body)
    }

    package var hasInventories: Bool {
        get throws(ArchiveError) { try database.integer("SELECT EXISTS(SELECT 1 FROM inventory WHERE key > 0)") > 0 }
    }
}
