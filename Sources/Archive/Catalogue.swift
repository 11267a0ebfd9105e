import Latency

/// What an archive's rows refer to by number: models and bucket layouts. Rows of both tables are only ever added, so what
/// was read once stays true; other connections may have added more since.
struct Catalogue {
    private(set) var layouts: [Int: BucketLayout] = [:]
    private var layoutIDs: [BucketLayout: Int] = [:]
    private var models: [Int: [Int: String]] = [:]
    private var seriesIDs: [Int: [String: Int]] = [:]

    /// A source's models by series id, as far as known.
    func models(of source: Int) -> [Int: String]? { models[source] }

    /// Reads everything that a source's rows may refer to.
    mutating func load(source: Int, from database: Database) throws(ArchiveError) {
        let read = try Self.readModels(of: source, from: database)
        models[source] = read
        seriesIDs[source] = Dictionary(read.map { ($1, $0) }, uniquingKeysWith: min)
        layouts = try Self.readLayouts(from: database)
        layoutIDs = Dictionary(layouts.map { ($1, $0) }, uniquingKeysWith: min)
    }

    /// The id of a model's series, made where it is new. To be called inside a transaction; after a rollback the whole
    /// catalogue must be thrown away.
    mutating func seriesID(_ model: String, source: Int, in database: Database) throws(ArchiveError) -> Int {
        if let known = seriesIDs[source]?[model] { return known }
        let id = try Self.intern(
            find: "SELECT id FROM series WHERE source_id = ?1 AND model = ?2",
            make: "INSERT INTO series(source_id, model) VALUES(?1, ?2) RETURNING id",
            in: database
        ) { (statement) throws(ArchiveError) in
            try statement.bind(1, source)
            try statement.bind(2, model)
        }
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

    private static func readModels(of source: Int, from database: Database) throws(ArchiveError) -> [Int: String] {
        try database.query("SELECT id, model FROM series WHERE source_id = ?1") { (statement) throws(ArchiveError) in
            try statement.bind(1, source)
            var models: [Int: String] = [:]
            while try statement.step() { models[statement.integer(0)] = statement.text(1) }
            return models
        }
    }

    private static func readLayouts(from database: Database) throws(ArchiveError) -> [Int: BucketLayout] {
        try database.query("SELECT id, bounds FROM layout") { (statement) throws(ArchiveError) in
            var layouts: [Int: BucketLayout] = [:]
            while try statement.step() {
                let id = statement.integer(0)
                guard let layout = statement.withBlob(1, LayoutBounds.decode) else {
                    throw .damaged(path: database.path, reason: "bucket layout \(id) is unreadable")
                }
                layouts[id] = layout
            }
            return layouts
        }
    }
}
