import Latency

/// Deleting for good. Each is one transaction: all of it or nothing.
extension Archive {
    /// Deletes the UTC days of a source that had ended at `time`, in seconds since 1970 UTC, and are as old as that or
    /// older.
    package func prune(_ source: Source, before time: Int) throws(ArchiveError) {
        let newest = UTCDay(holding: Window(endedAt: time).advanced(by: 1)).index - 1
        guard newest >= 0 else { return }
        let last = UTCDay(index: newest)
        try transaction { () throws(ArchiveError) in
            if let keys = HotKey.range(source: source.id, windows: Window(index: 0)...last.windows.upperBound) {
                try delete("DELETE FROM hot WHERE key BETWEEN ?1 AND ?2", keys.lowerBound, keys.upperBound)
            }
            if let keys = DayKey.coverages(source: source.id, windows: Window(index: 1)...last.windows.upperBound) {
                try delete("DELETE FROM coverage WHERE key BETWEEN ?1 AND ?2", keys.lowerBound, keys.upperBound)
            }
            try changeInventory(of: source.id) {
                $0.windows.remove(0..<last.windows.upperBound.index + 1)
                $0.days.remove(0..<newest + 1)
            }
            try delete(
                """
                DELETE FROM chunk WHERE key <= ?1
                AND key & \(DayKey.seriesMask) IN (SELECT id FROM series WHERE source_id = ?2)
                """, DayKey.chunks(last).upperBound, source.id)
        }
        try releaseFreePages()
    }

    /// Deletes all that is known of a model of a source, its name included. False where there is no such model.
    package func forget(_ model: Name, of source: Source) throws(ArchiveError) -> Bool {
        var isKnown = false
        try transaction { () throws(ArchiveError) in
            try catalogue.load(source: source.id, from: database)
            guard let series = catalogue.models(of: source.id)?.first(where: { $0.value == model })?.key else { return }
            isKnown = true
            try removeFromHotWindows(model, of: source)
            try delete("DELETE FROM chunk WHERE key & \(DayKey.seriesMask) = ?1", series)
            try delete("DELETE FROM series WHERE id = ?1", series)
            try changeInventory(of: source.id) { $0.series.remove(series..<series + 1) }
            for day in try storedDays(of: source).value {
                guard var coverage = try coverage(of: day, of: source) else { continue }
                coverage.remove(series: series)
                try write(coverage, of: day, source)
            }
            try database.query("DELETE FROM told WHERE source_id = ?1 AND model = ?2") {
                (statement) throws(ArchiveError) in
                try statement.bind(1, source.id)
                try statement.bind(2, model)
                _ = try statement.step()
            }
        }
        // The model's number may come back as another's.
        catalogue = Catalogue()
        if isKnown { try releaseFreePages() }
        return isKnown
    }

    /// Deletes a source with all that is known of it, whatever tables have something.
    package func forget(_ source: Source) throws(ArchiveError) {
        try transaction { () throws(ArchiveError) in
            let (hot, coverages) = (HotKey.range(source: source.id), DayKey.coverages(source: source.id))
            try delete("DELETE FROM hot WHERE key BETWEEN ?1 AND ?2", hot.lowerBound, hot.upperBound)
            try delete("DELETE FROM coverage WHERE key BETWEEN ?1 AND ?2", coverages.lowerBound, coverages.upperBound)
            try delete(
                """
                DELETE FROM chunk
                WHERE key & \(DayKey.seriesMask) IN (SELECT id FROM series WHERE source_id = ?1)
                """, source.id)
            for table in try tablesOfSources() { try delete("DELETE FROM \(table) WHERE source_id = ?1", source.id) }
            try delete("DELETE FROM inventory WHERE key = ?1", source.id)
            try delete("DELETE FROM source WHERE id = ?1", source.id)
        }
        // Its number, and those of its models, may come back as others'.
        catalogue = Catalogue()
        try releaseFreePages()
    }

    /// Those with a column that says which source a row is of. Their names are the schema's.
    private func tablesOfSources() throws(ArchiveError) -> [String] {
        let sql = """
            SELECT t.name FROM sqlite_master t JOIN pragma_table_info(t.name) c
            WHERE t.type = 'table' AND c.name = 'source_id'
            """
        return try database.query(sql) { (statement) throws(ArchiveError) in
            var names: [String] = []
            while try statement.step() { names.append(statement.text(0)) }
            return names
        }
    }

    private func removeFromHotWindows(_ model: Name, of source: Source) throws(ArchiveError) {
        var without: [CollectedWindow] = []
        let all = Window(index: 0)...Window(index: Int.max / Window.seconds)
        try forEachHotWindow(of: source, in: all) { window in
            let others = window.models.filter { $0.model != model }
            if others.count < window.models.count {
                without.append(CollectedWindow(window: window.window, models: others))
            }
            return true
        }
        for window in without {
            guard let key = HotKey.key(source: source.id, window: window.window) else { continue }
            try write(try encode(window, of: source), at: Place(table: .hot, key: key))
        }
    }

    private func delete(_ sql: String, _ numbers: Int...) throws(ArchiveError) {
        try database.query(sql) { (statement) throws(ArchiveError) in
            for (index, number) in numbers.enumerated() { try statement.bind(Int32(index + 1), number) }
            _ = try statement.step()
        }
    }
}
