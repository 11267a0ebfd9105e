import Latency

extension Archive {
    /// Stores windows, and with them the run that collected them, in one transaction: all of it or nothing.
    ///
    /// Of a window that is already there the better of both is kept, model by model: `CollectedWindow.keeping`. One that
    /// is there but damaged is replaced, since nothing can be kept of it.
    package func commit(_ windows: [CollectedWindow], run: Run?, of source: Source) throws(ArchiveError) {
        try transaction { () throws(ArchiveError) in
            // Others may have added series and layouts before this transaction, and none during it.
            try catalogue.load(source: source.id, from: database)
            for window in windows { try store(window, of: source) }
            if let run { try insert(run, of: source) }
        }
    }

    private func store(_ fresh: CollectedWindow, of source: Source) throws(ArchiveError) {
        guard let key = HotKey.key(source: source.id, window: fresh.window) else {
            throw .windowOutOfRange(windowEnd: fresh.window.end)
        }
        let decoder = try decoder(of: source, models: nil)
        let stored = try body(key)
        let earlier = stored.flatMap { bytes in try? bytes.withUnsafeBytes(decoder.decode) } ?? []
        let merged = fresh.keeping(betterOf: CollectedWindow(window: fresh.window, models: earlier))
        let bytes = try HotRow.encode(
            merged.models,
            series: { (model) throws(ArchiveError) in
                try catalogue.seriesID(model, source: source.id, in: database)
            },
            layout: { (layout) throws(ArchiveError) in try catalogue.layoutID(layout, in: database) })
        // The newest windows are asked for again by every run, mostly in vain.
        if bytes != stored { try write(bytes, key) }
    }

    private func body(_ key: Int) throws(ArchiveError) -> [UInt8]? {
        try database.query("SELECT body FROM hot WHERE key = ?1") { (statement) throws(ArchiveError) in
            try statement.bind(1, key)
            return try statement.step() ? statement.withBlob(0) { [UInt8]($0) } : nil
        }
    }

    private func write(_ bytes: [UInt8], _ key: Int) throws(ArchiveError) {
        let sql = "INSERT INTO hot(key, body) VALUES(?1, ?2) ON CONFLICT(key) DO UPDATE SET body = excluded.body"
        try database.query(sql) { (statement) throws(ArchiveError) in
            try statement.bind(1, key)
            try statement.bind(2, bytes)
            _ = try statement.step()
        }
    }
}
