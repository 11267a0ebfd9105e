import Latency

extension Archive {
    /// Stores windows, and with them the run that collected them, in one transaction: all of it or nothing.
    ///
    /// Of a window that is already there the better of both is kept, model by model: `CollectedWindow.keeping`. One that
    /// is there but damaged is replaced, since nothing can be kept of it. Windows of a sealed day go into its chunks; of
    /// a chunk that is damaged nothing is replaced.
    ///
    /// - Parameters:
    ///   - refused: the models that were refused, by window.
    ///   - doubted: the models that are not exact in a window, whatever is stored: see `doubt`.
    ///   - replaces: whether what is stored is not to be trusted: see `CollectedWindow.replacing`.
    /// - Returns: what stays as it is because it is damaged.
    @discardableResult
    package func commit(
        _ windows: [CollectedWindow], run: Run?, of source: Source, refused: [Window: Set<Name>] = [:],
        doubted: [Window: Set<Name>] = [:], replaces: Bool = false
    ) throws(ArchiveError) -> Damages {
        try write { () throws(ArchiveError) in
            // Others may have added series and layouts before this transaction, and none during it.
            try catalogue.load(source: source.id, from: database)
            try note(refused: Set(refused.keys), among: windows.map(\.window), of: source)
            if replaces {
                try replace(with: windows, refused: refused, of: source)
            } else {
                try merge(windows, of: source)
            }
            try doubt(doubted, of: source)
            if let run { try insert(run, of: source) }
        }
    }

    private func merge(_ windows: [CollectedWindow], of source: Source) throws(ArchiveError) {
        let days = Dictionary(grouping: windows) { UTCDay(holding: $0.window) }
        for (day, windows) in days.sorted(by: { $0.key < $1.key }) {
            if let coverage = try coverage(of: day, of: source) {
                try add(windows, to: day, coverage, of: source)
            } else {
                for window in windows { try store(window, of: source) }
            }
        }
    }

    private func store(_ fresh: CollectedWindow, of source: Source) throws(ArchiveError) {
        guard let key = HotKey.key(source: source.id, window: fresh.window) else {
            throw .windowOutOfRange(windowEnd: fresh.window.end)
        }
        let decoder = decoder(of: source, models: nil)
        let place = Place(table: .hot, key: key)
        let stored = try body(at: place)
        let earlier = stored.flatMap { bytes in try? bytes.withUnsafeBytes { try decoder.decode($0) } } ?? []
        let merged =
            earlier.isEmpty ? fresh : fresh.keeping(betterOf: CollectedWindow(window: fresh.window, models: earlier))
        let bytes = try encode(merged, of: source)
        // The newest windows are asked for again by every run, mostly in vain.
        if bytes != stored { try write(bytes, at: place) }
    }

    /// The body of a hot row; what it refers to is made where it is new.
    func encode(_ window: CollectedWindow, of source: Source) throws(ArchiveError) -> [UInt8] {
        try HotRow.encode(
            window.models,
            series: { (model) throws(ArchiveError) in try seriesID(model, of: source) },
            layout: { (layout) throws(ArchiveError) in try catalogue.layoutID(layout, in: database) })
    }

    /// The id of a model's series, made where it is new; inside a transaction.
    func seriesID(_ model: Name, of source: Source) throws(ArchiveError) -> Int {
        if let known = catalogue.knownSeries(model, source: source.id) { return known }
        let id = try catalogue.seriesID(model, source: source.id, in: database)
        try changeInventory(of: source.id) { $0.series.insert(id) }
        return id
    }

    /// What is stored at a place, with the checksum of the bytes alone; nil where nothing is.
    func body(at place: Place) throws(ArchiveError) -> [UInt8]? {
        try database.query("SELECT body FROM \(place.table.name) WHERE key = ?1") { (statement) throws(ArchiveError) in
            try statement.bind(1, place.key)
            return try statement.step() ? statement.withBlob(0) { place.marked([UInt8]($0)) } : nil
        }
    }

    /// Stores a body that has the checksum of its bytes alone.
    func write(_ bytes: [UInt8], at place: Place) throws(ArchiveError) {
        let sql = """
            INSERT INTO \(place.table.name)(key, body) VALUES(?1, ?2)
            ON CONFLICT(key) DO UPDATE SET body = excluded.body
            """
        try database.query(sql) { (statement) throws(ArchiveError) in
            try statement.bind(1, place.key)
            try statement.bind(2, place.marked(bytes))
            _ = try statement.step()
        }
        switch place.table {
        case .hot: try changeInventory(of: place.source) { $0.windows.insert(place.key & HotKey.last) }
        case .coverage: try changeInventory(of: place.source) { $0.days.insert(place.key & HotKey.last) }
        case .chunk, .inventory: break
        }
    }
}
