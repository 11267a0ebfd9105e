import Latency

/// What an archive's rows refer to by number: models and bucket layouts. Rows of both tables are only ever added, so what
/// was read once stays true; other connections may have added more since.
///
/// Tables are read whole and without their indexes, which are under no checksum.
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
    mutating func load(source: Int, from database: Database) throws(ArchiveError) {
        damagedSeries = []
        damagedLayouts = []
        let read = try readModels(of: source, from: database)
        models[source] = read
        seriesIDs[source] = Dictionary(read.map { ($1, $0) }, uniquingKeysWith: min)
        layouts = try readLayouts(from: database)
        layoutIDs = Dictionary(layouts.map { ($1, $0) }, uniquingKeysWith: min)
    }

    /// The id of a model's series, made where it is new. To be called inside a transaction; after a rollback the whole
    /// catalogue must be thrown away.
    mutating func seriesID(_ model: Name, source: Int, in database: Database) throws(ArchiveError) -> Int {
        if let known = seriesIDs[source]?[model] { return known }
        let id = try Self.intern(
            find: "SELECT id FROM series WHERE source_id = ?1 AND model = ?2",
            make: "INSERT INTO series(source_id, model) VALUES(?1, ?2) RETURNING id",
            in: database
        ) { (statement) throws(ArchiveError) in
            try statement.bind(1, source)
            try statement.bind(2, model)
        }
        guard !damagedSeries.contains(id) else { throw Self.damaged("the name of model \(id)", database) }
        try Self.sign("series", id, CatalogueChecksum.series(id, source: source, model: model), database)
        seriesIDs[source, default: [:]][model] = id
        models[source, default: [:]][id] = model
        return id
    }

    /// The id of a layout, made where it is new; see `seriesID`.
    mutating func layoutID(_ layout: BucketLayout, in database: Database) throws(ArchiveError) -> Int {
        if let known = layoutIDs[layout] { return known }
        let bounds = LayoutBounds.encode(layout)
        let id = try Self.intern(
            find: "SELECT id FROM layout WHERE bounds = ?1",
            make: "INSERT INTO layout(bounds) VALUES(?1) RETURNING id",
            in: database
        ) { (statement) throws(ArchiveError) in try statement.bind(1, bounds) }
        guard !damagedLayouts.contains(id) else { throw Self.damaged("bucket layout \(id)", database) }
        try Self.sign("layout", id, bounds.withUnsafeBytes { CatalogueChecksum.layout(id, bounds: $0) }, database)
        layoutIDs[layout] = id
        layouts[id] = layout
        return id
    }

    private static func intern(
        find: String, make: String, in database: Database, bind: (Statement) throws(ArchiveError) -> Void
    ) throws(ArchiveError) -> Int {
        for sql in [find, make] {
            let id = try database.query(sql) { (statement) throws(ArchiveError) -> Int? in
                try bind(statement)
                return try statement.step() ? statement.integer(0) : nil
            }
            if let id { return id }
        }
        throw .failed(path: database.path, reason: "SQLite returned no id")
    }

    private static func damaged(_ what: String, _ database: Database) -> ArchiveError {
        .damaged(path: database.path, reason: "\(what) is unreadable")
    }

    /// Gives a row its checksum, for which its number must be known.
    static func sign(_ table: String, _ id: Int, _ checksum: Int, _ database: Database) throws(ArchiveError) {
        try database.query("UPDATE \(table) SET checksum = ?2 WHERE id = ?1") { (statement) throws(ArchiveError) in
            try statement.bind(1, id)
            try statement.bind(2, checksum)
            _ = try statement.step()
        }
    }

    private mutating func readModels(of source: Int, from database: Database) throws(ArchiveError) -> [Int: Name] {
        let sql = "SELECT id, source_id, model, checksum FROM series NOT INDEXED"
        var (models, damaged): ([Int: Name], Set<Int>) = ([:], [])
        try database.query(sql) { (statement) throws(ArchiveError) in
            while try statement.step() {
                let (id, owner) = (statement.integer(0), statement.integer(1))
                guard let model = statement.validText(2),
                    statement.integer(3) == CatalogueChecksum.series(id, source: owner, model: Name(model))
                else {
                    damaged.insert(id)
                    continue
                }
                if owner == source { models[id] = Name(model) }
            }
        }
        damagedSeries = damaged
        return models
    }

    private mutating func readLayouts(from database: Database) throws(ArchiveError) -> [Int: BucketLayout] {
        var (layouts, damaged): ([Int: BucketLayout], Set<Int>) = ([:], [])
        try database.query("SELECT id, bounds, checksum FROM layout NOT INDEXED") { (statement) throws(ArchiveError) in
            while try statement.step() {
                let (id, checksum) = (statement.integer(0), statement.integer(2))
                let layout = statement.withBlob(1) { bounds in
                    checksum == CatalogueChecksum.layout(id, bounds: bounds) ? LayoutBounds.decode(bounds) : nil
                }
                if let layout { layouts[id] = layout } else { damaged.insert(id) }
            }
        }
        damagedLayouts = damaged
        return layouts
    }
}
