import Latency

extension Archive {
    /// All sources, in the order in which they were first seen.
    package func sources() throws(ArchiveError) -> [Source] {
        try database.query(Self.allSources) { (statement) throws(ArchiveError) in
            var sources: [Source] = []
            while try statement.step() { sources.append(try source(in: statement)) }
            if sources.isEmpty, try database.integer("SELECT count(*) FROM inventory") > 0 {
                throw .damaged(path: database.path, reason: "its sources are gone")
            }
            return sources.sorted { $0.id < $1.id }
        }
    }

    /// The source of this name and metric, made where it is new. Another URL is stored in place of the old one; another
    /// selector, model label or unit is refused once a window was collected, since the windows before and after would
    /// count different requests.
    package func source(_ description: SourceDescription) throws(ArchiveError) -> Source {
        // Most runs change nothing and need no write lock.
        if let known = try knownSource(description), known.description == description { return known }
        var result: Source?
        try transaction { () throws(ArchiveError) in
            if let known = try knownSource(description) {
                try update(known, description)
            } else {
                try insert(description)
            }
            result = try knownSource(description)
        }
        guard let result else { throw .failed(path: database.path, reason: "the source was not stored") }
        return result
    }

    /// The stored source of this name and metric, if there is one, after a check that it may go by the description.
    package func knownSource(_ description: SourceDescription) throws(ArchiveError) -> Source? {
        let known = try source(named: description.name, metric: description.metric)
        guard let known, try hasCollected(known) else { return known }
        let stored = known.description
        for (attribute, old, new) in [
            ("selector", stored.selector, description.selector),
            ("model label", stored.modelLabel, description.modelLabel),
            ("unit", Name(stored.unit.rawValue), Name(description.unit.rawValue)),
        ] where old != new {
            throw .sourceDiffers(
                name: stored.name, metric: stored.metric, attribute: attribute, stored: old, given: new)
        }
        return known
    }

    /// The stored source of a name and a metric.
    package func source(named name: Name, metric: Name) throws(ArchiveError) -> Source? {
        try database.query(Self.allSources + " WHERE name = ?1 AND metric = ?2") { (statement) throws(ArchiveError) in
            try statement.bind(1, name)
            try statement.bind(2, metric)
            return try statement.step() ? try source(in: statement) : nil
        }
    }

    /// Writes down what was said of a source.
    package func note(_ told: SourceTold, of source: Source) throws(ArchiveError) {
        let sql = "UPDATE source SET unit_origin = ?2, disagreement = ?3 WHERE id = ?1"
        try database.query(sql) { (statement) throws(ArchiveError) in
            try statement.bind(1, source.id)
            try statement.bind(2, told.unitOrigin?.rawValue)
            try statement.bind(3, told.disagreement)
            _ = try statement.step()
        }
    }

    /// The models of a source that ever had a sample, by name.
    package func models(of source: Source) throws(ArchiveError) -> Read<[Name]> {
        try read { () throws(ArchiveError) in
            try refreshCatalogue(of: source)
            return (catalogue.models(of: source.id) ?? [:]).values.sorted()
        }
    }

    private func insert(_ description: SourceDescription) throws(ArchiveError) {
        let sql = "INSERT INTO source(name, metric, url, selector, model_label, unit) VALUES(?1, ?2, ?3, ?4, ?5, ?6)"
        try database.query(sql) { (statement) throws(ArchiveError) in
            try statement.bind(1, description.name)
            try statement.bind(2, description.metric)
            try statement.bind(3, description.url)
            try statement.bind(4, description.selector)
            try statement.bind(5, description.modelLabel)
            try statement.bind(6, description.unit.rawValue)
            _ = try statement.step()
        }
        let id = try database.integer("SELECT last_insert_rowid()")
        beginInventory(of: id)
        try Catalogue.sign("source", id, CatalogueChecksum.source(id, description), database)
    }

    func update(_ source: Source, _ description: SourceDescription) throws(ArchiveError) {
        let sql = "UPDATE source SET url = ?2, selector = ?3, model_label = ?4, unit = ?5 WHERE id = ?1"
        try database.query(sql) { (statement) throws(ArchiveError) in
            try statement.bind(1, source.id)
            try statement.bind(2, description.url)
            try statement.bind(3, description.selector)
            try statement.bind(4, description.modelLabel)
            try statement.bind(5, description.unit.rawValue)
            _ = try statement.step()
        }
        try Catalogue.sign("source", source.id, CatalogueChecksum.source(source.id, description), database)
    }

    private static let allSources =
        """
        SELECT id, name, metric, url, selector, model_label, unit, unit_origin, disagreement, checksum
        FROM source NOT INDEXED
        """

    private func source(in row: Statement) throws(ArchiveError) -> Source {
        guard let unit = LatencyUnit(rawValue: row.text(6)) else {
            throw .damaged(path: database.path, reason: "source \(row.integer(0)) has an unknown unit")
        }
        let description = SourceDescription(
            name: row.name(1), metric: row.name(2), url: row.text(3), selector: row.name(4), modelLabel: row.name(5),
            unit: unit)
        let id = row.integer(0)
        guard row.integer(9) == CatalogueChecksum.source(id, description) else {
            throw .damaged(path: database.path, reason: "source \(id) has a wrong checksum")
        }
        let told = SourceTold(
            unitOrigin: row.optionalText(7).flatMap(UnitOrigin.init(rawValue:)), disagreement: row.optionalText(8))
        return Source(id: id, description: description, told: told)
    }
}
