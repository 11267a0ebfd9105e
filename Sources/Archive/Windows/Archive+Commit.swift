import Latency

/// What is to be stored of one source.
package struct SourceCommit: Sendable {
    package var source: Source
    package var windows: [CollectedWindow]
    /// The run that collected them; nil for none to be recorded.
    package var run: Run?
    /// The models that were refused, by window.
    package var refused: [Window: Set<Name>]
    /// The series that are not exact in a window, whatever is stored: see `Archive.doubt`.
    package var doubted: [Window: Set<SeriesKey>]
    /// Whether what is stored is not to be trusted: see `CollectedWindow.replacing`.
    package var replaces: Bool

    package init(
        _ windows: [CollectedWindow], run: Run?, of source: Source, refused: [Window: Set<Name>] = [:],
        doubted: [Window: Set<SeriesKey>] = [:], replaces: Bool = false
    ) {
        (self.source, self.windows, self.run) = (source, windows, run)
        (self.refused, self.doubted, self.replaces) = (refused, doubted, replaces)
    }
}

extension Archive {
    /// Stores windows, and with them the runs that collected them, in one transaction: all of it or nothing, of all sources
    /// together. No two of these have the same source.
    ///
    /// Of a window that is already there the better of both is kept, series by series: `CollectedWindow.keeping`. One that
    /// is there but damaged is replaced, since nothing can be kept of it. Windows of a sealed day go into its chunks; of
    /// a chunk that is damaged nothing is replaced.
    ///
    /// - Returns: what stays as it is because it is damaged.
    @discardableResult
    package func commit(_ commits: [SourceCommit]) throws(ArchiveError) -> Damages {
        var numbers = commits.map { RunNumber($0.run) }
        let sources = commits.map(\.source)
        return try write(of: sources) { () throws(ArchiveError) in
            // Others may have added series and layouts before this transaction, and none during it.
            try catalogue.load(Set(sources.map(\.id)), from: store)
            for (place, commit) in commits.enumerated() { try store(commit, &numbers[place]) }
        }
    }

    /// The same of one source: see `SourceCommit`.
    @discardableResult
    package func commit(
        _ windows: [CollectedWindow], run: Run?, of source: Source, refused: [Window: Set<Name>] = [:],
        doubted: [Window: Set<SeriesKey>] = [:], replaces: Bool = false
    ) throws(ArchiveError) -> Damages {
        try commit([
            SourceCommit(windows, run: run, of: source, refused: refused, doubted: doubted, replaces: replaces)
        ])
    }

    private func store(_ commit: SourceCommit, _ number: inout RunNumber) throws(ArchiveError) {
        let source = commit.source
        try note(refused: Set(commit.refused.keys), among: commit.windows.map(\.window), of: source)
        if commit.replaces {
            try replace(with: commit.windows, refused: commit.refused, of: source)
        } else {
            try merge(commit.windows, of: source)
        }
        try doubt(commit.doubted, of: source)
        if let run = commit.run { try insert(run, &number, of: source) }
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
        let decoder = decoder(of: source)
        let stored = try hotBody(of: fresh.window, source)
        let earlier = stored.flatMap { bytes in try? bytes.withUnsafeBytes { try decoder.decode($0) } } ?? []
        // The newest windows are asked for again by every run, mostly in vain.
        if !earlier.isEmpty, earlier == fresh.models { return }
        let merged =
            earlier.isEmpty ? fresh : fresh.keeping(betterOf: CollectedWindow(window: fresh.window, models: earlier))
        let bytes = try encode(merged, of: source)
        if bytes != stored { try putHot(bytes, of: fresh.window, source) }
    }

    /// The body of a hot row; what it refers to is made where it is new.
    func encode(_ window: CollectedWindow, of source: Source) throws(ArchiveError) -> [UInt8] {
        try HotRow.encode(
            window.models,
            series: { (key) throws(ArchiveError) in try seriesID(key, of: source) },
            layout: { (layout) throws(ArchiveError) in try catalogue.layoutID(layout, in: store) })
    }

    /// The id of a series, made where it is new; inside a transaction.
    func seriesID(_ key: SeriesKey, of source: Source) throws(ArchiveError) -> Int {
        if let known = catalogue.knownSeries(key, source: source.id) { return known }
        let id = try catalogue.seriesID(key, source: source.id, in: store)
        try changeInventory(of: source.id) { $0.series.insert(id) }
        return id
    }

    /// What is stored of a hot window, with the checksum of the bytes alone; nil where nothing is.
    func hotBody(of window: Window, _ source: Source) throws(ArchiveError) -> [UInt8]? {
        guard HotKey.key(source: source.id, window: window) != nil else {
            throw .windowOutOfRange(windowEnd: window.end)
        }
        var body: [UInt8]?
        try store.hot(of: source.id, in: window...window, newestFirst: false) { place, bytes in
            body = place.marked([UInt8](bytes))
            return false
        }
        return body
    }

    /// Stores the body of a hot window, which has the checksum of its bytes alone.
    func putHot(_ body: [UInt8], of window: Window, _ source: Source) throws(ArchiveError) {
        guard let key = HotKey.key(source: source.id, window: window) else {
            throw .windowOutOfRange(windowEnd: window.end)
        }
        try store.putHot([(window, Place(table: .hot, key: key).marked(body))], of: source.id)
        try changeInventory(of: source.id) { $0.windows.insert(window.index) }
    }
}
