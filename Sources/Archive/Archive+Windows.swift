import Latency

extension Archive {
    /// The first window that was collected.
    package func oldestWindow(of source: Source) throws(ArchiveError) -> Window? {
        try firstWindow("SELECT key FROM hot WHERE key BETWEEN ?1 AND ?2 ORDER BY key LIMIT 1", of: source)
    }

    /// The last window that was collected.
    package func newestWindow(of source: Source) throws(ArchiveError) -> Window? {
        try firstWindow("SELECT key FROM hot WHERE key BETWEEN ?1 AND ?2 ORDER BY key DESC LIMIT 1", of: source)
    }

    /// Whether any window was ever collected.
    package func hasCollected(_ source: Source) throws(ArchiveError) -> Bool {
        try newestWindow(of: source) != nil
    }

    /// The windows of a range that were collected, oldest first, without reading what is in them.
    package func collectedWindows(
        of source: Source, in range: ClosedRange<Window>
    ) throws(ArchiveError) -> [Window] {
        guard let keys = HotKey.range(source: source.id, windows: range) else { return [] }
        let sql = "SELECT key FROM hot WHERE key BETWEEN ?1 AND ?2 ORDER BY key"
        return try database.query(sql) { (statement) throws(ArchiveError) in
            try statement.bind(1, keys.lowerBound)
            try statement.bind(2, keys.upperBound)
            var windows: [Window] = []
            while try statement.step() { windows.append(HotKey.window(of: statement.integer(0))) }
            return windows
        }
    }

    /// Hands the collected windows of a range to `body` one by one, until it returns false. With `models` only those
    /// are decoded; a window that has none of them comes all the same, since it was collected.
    ///
    /// All windows are those of one instant: no commit comes in between, and one waits as long as this takes.
    package func forEachWindow(
        of source: Source, in range: ClosedRange<Window>, newestFirst: Bool, models: Set<String>?,
        _ body: (CollectedWindow) -> Bool
    ) throws(ArchiveError) {
        guard let keys = HotKey.range(source: source.id, windows: range) else { return }
        let order = newestFirst ? "DESC" : "ASC"
        let sql = "SELECT key, body FROM hot WHERE key BETWEEN ?1 AND ?2 ORDER BY key \(order)"
        try database.query(sql) { (statement) throws(ArchiveError) in
            try statement.bind(1, keys.lowerBound)
            try statement.bind(2, keys.upperBound)
            var decoder = try decoder(of: source, models: models)
            while try statement.step() {
                let window = HotKey.window(of: statement.integer(0))
                guard body(try decode(statement, window, of: source, models, &decoder)) else { return }
            }
        }
    }

    /// Decodes the `body` in column 1 of a row. What it refers to and isn't known may have been added by another
    /// connection since: the catalogue is read again once, under the same snapshot as the row.
    private func decode(
        _ row: Statement, _ window: Window, of source: Source, _ models: Set<String>?, _ decoder: inout HotRowDecoder
    ) throws(ArchiveError) -> CollectedWindow {
        do {
            return CollectedWindow(window: window, models: try row.withBlob(1, decoder.decode))
        } catch .unknownSeries, .unknownLayout {
            try catalogue.load(source: source.id, from: database)
            decoder = try self.decoder(of: source, models: models)
        } catch {
            throw damage(error, window, of: source)
        }
        do {
            return CollectedWindow(window: window, models: try row.withBlob(1, decoder.decode))
        } catch {
            throw damage(error, window, of: source)
        }
    }

    func decoder(of source: Source, models: Set<String>?) throws(ArchiveError) -> HotRowDecoder {
        if catalogue.models(of: source.id) == nil { try catalogue.load(source: source.id, from: database) }
        let known = catalogue.models(of: source.id) ?? [:]
        let wanted = known.mapValues { models?.contains($0) == false ? nil : $0 }
        return HotRowDecoder(models: wanted, layouts: catalogue.layouts)
    }

    private func damage(_ error: HotRowError, _ window: Window, of source: Source) -> ArchiveError {
        .damagedWindow(
            path: database.path, source: source.description.name, metric: source.description.metric,
            windowEnd: window.end, reason: error.reason)
    }

    private func firstWindow(_ sql: String, of source: Source) throws(ArchiveError) -> Window? {
        let keys = HotKey.range(source: source.id)
        return try database.query(sql) { (statement) throws(ArchiveError) in
            try statement.bind(1, keys.lowerBound)
            try statement.bind(2, keys.upperBound)
            return try statement.step() ? HotKey.window(of: statement.integer(0)) : nil
        }
    }
}
