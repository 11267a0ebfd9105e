import Archive
import Latency

extension PostgresStore {
    static let sourceColumns =
        """
        id, name, metric, url, selector, model_label, unit, measure, kind, labels, class_label, unit_origin, disagreement, \
        checksum
        """

    package func sources() throws(ArchiveError) -> [StoredSource] {
        let rows = try recalled(.sources)
        return (0..<rows.count).map { StoredSource(in: rows, $0) }
    }

    package func source(_ id: SourceID) throws(ArchiveError) -> StoredSource? {
        if remembers { return try sources().first { $0.name == id.name && $0.metric == id.metric } }
        let rows = try ask(
            "SELECT \(Self.sourceColumns) FROM metricsctl.source WHERE name = $1 AND metric = $2", .text(id.name.text),
            .text(id.metric.text))
        return rows.count > 0 ? StoredSource(in: rows, 0) : nil
    }

    /// Not by sequences, whose numbers have gaps where transactions were taken back. Who writes keeps others from giving numbers;
    /// who reads may not, and need not.
    package func nextNumber(in table: NumberedTable) throws(ArchiveError) -> Int {
        if let known = current?.numbers[table] { return known }
        let next = Statement("SELECT COALESCE(max(id), 0) + 1 FROM metricsctl.\(table.rawValue)")
        guard case .writing? = current?.kind else { return try ask(next).integer(0, 0) }
        let lock = Statement("SELECT name FROM metricsctl.numbered WHERE name = $1 FOR UPDATE", .text(table.rawValue))
        let number = try send([lock, next]).last?.integer(0, 0) ?? 1
        current?.numbers[table] = number
        return number
    }

    /// Has the next number be greater than one that is taken now.
    func note(_ number: Int, in table: NumberedTable) {
        if let known = current?.numbers[table], known <= number { current?.numbers[table] = number + 1 }
    }

    package func add(_ source: StoredSource) throws(ArchiveError) {
        note(source.id, in: .source)
        memory.forget(.sources)
        try run(
            """
            INSERT INTO metricsctl.source(\(Self.sourceColumns))
            VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            """, .integer(source.id), .text(source.name.text), .text(source.metric.text), .text(source.url),
            .text(source.selector.text), .text(source.modelLabel.text), .text(source.unit),
            .text(source.measure?.text), .text(source.kind), .bytes(source.labels), .text(source.classLabel?.text),
            .text(source.unitOrigin), .text(source.disagreement), .integer(source.checksum))
        // Its row is what its writers wait at; it stays when the source goes.
        try run(
            "INSERT INTO metricsctl.state(source, stamp, committed) VALUES($1, 0, 0) ON CONFLICT DO NOTHING",
            .integer(source.id))
    }

    package func update(_ source: StoredSource) throws(ArchiveError) {
        memory.forget(.sources)
        try run(
            """
            UPDATE metricsctl.source SET url = $2, selector = $3, model_label = $4, unit = $5, measure = $6, kind = $7,
            labels = $8, class_label = $9, unit_origin = $10, disagreement = $11, checksum = $12 WHERE id = $1
            """, .integer(source.id), .text(source.url), .text(source.selector.text), .text(source.modelLabel.text),
            .text(source.unit), .text(source.measure?.text), .text(source.kind), .bytes(source.labels),
            .text(source.classLabel?.text), .text(source.unitOrigin), .text(source.disagreement),
            .integer(source.checksum))
    }

    package func removeSource(_ id: Int) throws(ArchiveError) {
        current?.numbers = [:]
        current?.names = [:]
        current?.queueSeries()
        memory = StoreMemory(at: memory.stamp)
        try beginLong()
        for table in Schema.tablesOfSources {
            try run("DELETE FROM metricsctl.\(table) WHERE source = $1", .integer(id))
        }
        try run("DELETE FROM metricsctl.source WHERE id = $1", .integer(id))
    }

    /// What comes may change many rows.
    func beginLong() throws(ArchiveError) {
        guard current?.isLong == false else { return }
        current?.isLong = true
        try run("SELECT set_config('statement_timeout', '3600000', true)")
    }

    // MARK: Series and layouts

    package func series(_ body: (StoredSeries) -> Void) throws(ArchiveError) {
        Self.hand(try ask("SELECT id, source, model, labels, checksum FROM metricsctl.series"), to: body)
    }

    package func series(of sources: Set<Int>, _ body: (StoredSeries) -> Void) throws(ArchiveError) {
        for source in sources.sorted() { Self.hand(try recalled(.series(source)), to: body) }
    }

    private static func hand(_ rows: Rows, to body: (StoredSeries) -> Void) {
        for row in 0..<rows.count {
            body(
                StoredSeries(
                    id: rows.integer(row, 0), source: rows.integer(row, 1),
                    model: rows.validText(row, 2).map { Name($0) }, labels: [UInt8](rows.bytes(row, 3)),
                    checksum: rows.integer(row, 4)))
        }
    }

    package func series(of model: Name, labels: [UInt8], source: Int) throws(ArchiveError) -> Int? {
        let name = SeriesName(model: [UInt8](model.text.utf8), labels: labels)
        // Whoever writes may ask for thousands that are new, which nobody else adds meanwhile.
        if case .writing? = current?.kind { return try names(of: source)[name] }
        return try ask(
            "SELECT id FROM metricsctl.series WHERE source = $1 AND model = $2 AND labels = $3", .integer(source),
            .text(model.text), .bytes(labels)
        ).first(0)
    }

    private func names(of source: Int) throws(ArchiveError) -> [SeriesName: Int] {
        if let known = current?.names[source] { return known }
        let rows = try recalled(.series(source))
        let names = (0..<rows.count).map { row in
            (SeriesName(model: [UInt8](rows.bytes(row, 2)), labels: [UInt8](rows.bytes(row, 3))), rows.integer(row, 0))
        }
        let found = Dictionary(names, uniquingKeysWith: min)
        current?.names[source] = found
        return found
    }

    package func add(_ series: [StoredSeries]) throws(ArchiveError) {
        guard !series.isEmpty else { return }
        for row in series {
            note(row.id, in: .series)
            memory.forget(.series(row.source))
            let name = SeriesName(model: [UInt8]((row.model?.text ?? "").utf8), labels: row.labels)
            current?.names[row.source]?[name] = row.id
        }
        guard current != nil else { return try run(Self.addition(of: series)) }
        current?.series += series
    }

    static func addition(of series: [StoredSeries]) -> Statement {
        Statement(
            """
            INSERT INTO metricsctl.series(id, source, model, labels, checksum)
            SELECT * FROM unnest($1::int8[], $2::int8[], $3::bytea[], $4::bytea[], $5::int8[])
            """, .integers(series.map(\.id)), .integers(series.map(\.source)),
            .byteStrings(series.map { [UInt8](($0.model?.text ?? "").utf8) }), .byteStrings(series.map(\.labels)),
            .integers(series.map(\.checksum)))
    }

    package func removeSeries(_ id: Int, of source: Int) throws(ArchiveError) {
        current?.numbers = [:]
        current?.names = [:]
        current?.queueSeries()
        memory.forget(.series(source))
        try run("DELETE FROM metricsctl.series WHERE id = $1 AND source = $2", .integer(id), .integer(source))
    }

    package func layouts(
        _ body: (_ id: Int, _ bounds: UnsafeRawBufferPointer, _ checksum: Int) -> Void
    ) throws(ArchiveError) {
        let rows = try recalled(.layouts)
        for row in 0..<rows.count { body(rows.integer(row, 0), rows.bytes(row, 1), rows.integer(row, 2)) }
    }

    package func layout(_ bounds: [UInt8]) throws(ArchiveError) -> Int? {
        let id = try ask("SELECT id FROM metricsctl.layout WHERE bounds = $1", .bytes(bounds)).first(0)
        // Writers of other sources may have stored it by now.
        if id != nil { memory.forget(.layouts) }
        return id
    }

    package func addLayout(_ id: Int, _ bounds: [UInt8], checksum: Int) throws(ArchiveError) {
        note(id, in: .layout)
        memory.forget(.layouts)
        try run(
            "INSERT INTO metricsctl.layout(id, bounds, checksum) VALUES($1, $2, $3)", .integer(id), .bytes(bounds),
            .integer(checksum))
    }
}

extension Rows {
    /// A number of the first row; nil without a row, and for NULL.
    func first(_ column: Int) -> Int? { count > 0 ? optionalInteger(0, column) : nil }
}

extension StoredSource {
    /// Of a row of `sourceColumns`.
    fileprivate init(in rows: Rows, _ row: Int) {
        self.init(
            id: rows.integer(row, 0), name: Name(rows.text(row, 1)), metric: Name(rows.text(row, 2)),
            url: rows.text(row, 3), selector: Name(rows.text(row, 4)), modelLabel: Name(rows.text(row, 5)),
            unit: rows.text(row, 6), measure: rows.optionalText(row, 7).map { Name($0) }, kind: rows.text(row, 8),
            labels: [UInt8](rows.bytes(row, 9)), classLabel: rows.optionalText(row, 10).map { Name($0) },
            unitOrigin: rows.optionalText(row, 11), disagreement: rows.optionalText(row, 12),
            checksum: rows.integer(row, 13))
    }
}
