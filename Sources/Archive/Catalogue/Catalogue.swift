import Latency

/// What an archive's rows refer to by number: series and bucket layouts. Rows of both tables are only ever added, so what
/// was read once stays true; other connections may have added more since.
///
/// In a file all of them are read, since what is damaged may be anybody's.
struct Catalogue {
    private(set) var layouts: [Int: BucketLayout] = [:]
    private var layoutIDs: [BucketLayout: Int] = [:]
    private var series: [Int: [Int: SeriesKey]] = [:]
    private var seriesIDs: [Int: [SeriesKey: Int]] = [:]
    /// Rows whose checksum is wrong: what refers to them can't be read.
    private(set) var damagedSeries: Set<Int> = []
    private(set) var damagedLayouts: Set<Int> = []

    /// A source's series by their ids, as far as known.
    func series(of source: Int) -> [Int: SeriesKey]? { series[source] }

    func knownSeries(_ key: SeriesKey, source: Int) -> Int? { seriesIDs[source]?[key] }

    /// Reads everything that rows of some sources may refer to.
    mutating func load(_ sources: Set<Int>, from store: any ArchiveStore) throws(ArchiveError) {
        let read = try readSeries(of: sources, from: store)
        for source in sources {
            let own = read[source] ?? [:]
            series[source] = own
            seriesIDs[source] = Dictionary(own.map { ($1, $0) }, uniquingKeysWith: min)
        }
        try loadLayouts(from: store)
    }

    private mutating func loadLayouts(from store: any ArchiveStore) throws(ArchiveError) {
        layouts = try readLayouts(from: store)
        layoutIDs = Dictionary(layouts.map { ($1, $0) }, uniquingKeysWith: min)
    }

    /// The id of a series, made where it is new. To be called inside a transaction; after a rollback the whole
    /// catalogue must be thrown away.
    mutating func seriesID(_ key: SeriesKey, source: Int, in store: any ArchiveStore) throws(ArchiveError) -> Int {
        if let known = seriesIDs[source]?[key] { return known }
        if let id = try store.series(of: key.model, labels: LabelTexts.encode(key.labels), source: source) {
            throw Self.damaged("the name of model \(id)", store)
        }
        let id = try store.nextNumber(in: .series)
        guard id <= DayKey.seriesMask else {
            throw .outOfModels(path: store.path, model: key.model, limit: DayKey.seriesMask)
        }
        try store.add([StoredSeries(id: id, source: source, key)])
        seriesIDs[source, default: [:]][key] = id
        series[source, default: [:]][id] = key
        return id
    }

    /// The id of a layout, made where it is new; see `seriesID`.
    mutating func layoutID(_ layout: BucketLayout, in store: any ArchiveStore) throws(ArchiveError) -> Int {
        if let known = layoutIDs[layout] { return known }
        let bounds = LayoutBounds.encode(layout)
        if let id = try store.layout(bounds) {
            // Writers of other sources may have stored it since layouts were read.
            try loadLayouts(from: store)
            guard layouts[id] == layout else { throw Self.damaged("bucket layout \(id)", store) }
            return id
        }
        let id = try store.nextNumber(in: .layout)
        try store.addLayout(
            id, bounds, checksum: bounds.withUnsafeBytes { CatalogueChecksum.layout(id, bounds: $0) })
        layoutIDs[layout] = id
        layouts[id] = layout
        return id
    }

    private static func damaged(_ what: String, _ store: any ArchiveStore) -> ArchiveError {
        .damaged(path: store.path, reason: "\(what) is unreadable")
    }

    /// By source and id.
    private mutating func readSeries(
        of sources: Set<Int>, from store: any ArchiveStore
    ) throws(ArchiveError) -> [Int: [Int: SeriesKey]] {
        var (found, damaged): ([Int: [Int: SeriesKey]], Set<Int>) = ([:], [])
        try store.series(of: sources) { series in
            guard series.isSound, let key = series.key else {
                damaged.insert(series.id)
                return
            }
            if sources.contains(series.source) { found[series.source, default: [:]][series.id] = key }
        }
        damagedSeries = damaged
        return found
    }

    private mutating func readLayouts(from store: any ArchiveStore) throws(ArchiveError) -> [Int: BucketLayout] {
        var (layouts, damaged): ([Int: BucketLayout], Set<Int>) = ([:], [])
        try store.layouts { id, bounds, checksum in
            let isSound = checksum == CatalogueChecksum.layout(id, bounds: bounds)
            if isSound, let layout = LayoutBounds.decode(bounds) {
                layouts[id] = layout
            } else {
                damaged.insert(id)
            }
        }
        damagedLayouts = damaged
        return layouts
    }
}
