import Latency

/// What an archive's rows refer to by number: models and bucket layouts. Rows of both tables are only ever added, so what
/// was read once stays true; other connections may have added more since.
///
/// All of them are read, since what is damaged may be anybody's.
struct Catalogue {
    private(set) var layouts: [Int: BucketLayout] = [:]
    private var layoutIDs: [BucketLayout: Int] = [:]
    private var models: [Int: [Int: Name]] = [:]
    private var seriesIDs: [Int: [Name: Int]] = [:]
    /// Rows whose checksum is wrong: what refers to them can't be read.
    private(set) var damagedSeries: Set<Int> = []
    private(set) var damagedLayouts: Set<Int> = []

    /// A source's models by series id, as far as known.
    func models(of source: Int) -> [Int: Name]? { models[source] }

    func knownSeries(_ model: Name, source: Int) -> Int? { seriesIDs[source]?[model] }

    /// Reads everything that a source's rows may refer to.
    mutating func load(source: Int, from store: any ArchiveStore) throws(ArchiveError) {
        let read = try readModels(of: source, from: store)
        models[source] = read
        seriesIDs[source] = Dictionary(read.map { ($1, $0) }, uniquingKeysWith: min)
        layouts = try readLayouts(from: store)
        layoutIDs = Dictionary(layouts.map { ($1, $0) }, uniquingKeysWith: min)
    }

    /// The id of a model's series, made where it is new. To be called inside a transaction; after a rollback the whole
    /// catalogue must be thrown away.
    mutating func seriesID(_ model: Name, source: Int, in store: any ArchiveStore) throws(ArchiveError) -> Int {
        if let known = seriesIDs[source]?[model] { return known }
        if let id = try store.series(of: model, source: source) {
            throw Self.damaged("the name of model \(id)", store)
        }
        let id = try store.nextNumber(in: .series)
        guard id <= DayKey.seriesMask else {
            throw .outOfModels(path: store.path, model: model, limit: DayKey.seriesMask)
        }
        try store.add([StoredSeries(id: id, source: source, model: model)])
        seriesIDs[source, default: [:]][model] = id
        models[source, default: [:]][id] = model
        return id
    }

    /// The id of a layout, made where it is new; see `seriesID`.
    mutating func layoutID(_ layout: BucketLayout, in store: any ArchiveStore) throws(ArchiveError) -> Int {
        if let known = layoutIDs[layout] { return known }
        let bounds = LayoutBounds.encode(layout)
        if let id = try store.layout(bounds) { throw Self.damaged("bucket layout \(id)", store) }
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

    private mutating func readModels(of source: Int, from store: any ArchiveStore) throws(ArchiveError) -> [Int: Name] {
        var (models, damaged): ([Int: Name], Set<Int>) = ([:], [])
        try store.series { series in
            guard let model = series.model, series.checksum == series.trueChecksum else {
                damaged.insert(series.id)
                return
            }
            if series.source == source { models[series.id] = model }
        }
        damagedSeries = damaged
        return models
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
