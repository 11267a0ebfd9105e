import Latency

/// Windows from which a model was refused: they are stored, and still not settled.
extension Archive {
    /// So many windows back they are remembered, a day.
    static let refusalsKept = UTCDay.windows

    /// Oldest first.
    package func refusedWindows(of source: Source) throws(ArchiveError) -> [Window] {
        try database.query("SELECT window FROM refused WHERE source_id = ?1 ORDER BY window") {
            (statement) throws(ArchiveError) -> [Window] in
            try statement.bind(1, source.id)
            var windows: [Window] = []
            while try statement.step() { windows.append(Window(index: statement.integer(0))) }
            return windows
        }
    }

    /// Writes down, inside a transaction, which of some windows had a model refused, and that the others had none.
    func note(refused: Set<Window>, among windows: [Window], of source: Source) throws(ArchiveError) {
        let known = Set(try refusedWindows(of: source))
        guard !known.isEmpty || !refused.isEmpty, let newest = (windows + known).max() else { return }
        let oldest = newest.advanced(by: -Self.refusalsKept)
        let settled = known.filter { $0 < oldest || windows.contains($0) && !refused.contains($0) }
        for window in settled { try write("DELETE FROM refused WHERE source_id = ?1 AND window = ?2", window, source) }
        for window in refused.subtracting(known) where window >= oldest && windows.contains(window) {
            try write("INSERT INTO refused(source_id, window) VALUES(?1, ?2)", window, source)
        }
    }

    private func write(_ sql: String, _ window: Window, _ source: Source) throws(ArchiveError) {
        try database.query(sql) { (statement) throws(ArchiveError) in
            try statement.bind(1, source.id)
            try statement.bind(2, window.index)
            _ = try statement.step()
        }
    }
}
