import Latency

extension Verification {
    /// Every hot window by itself, so that one that is damaged doesn't hide the next.
    mutating func hotWindows(of sources: [Source]) throws(ArchiveError) {
        let archive = archive
        let found = try archive.database.snapshot { () throws(ArchiveError) -> [String] in
            var found = try Self.strangers(in: "hot", among: sources, archive)
            for source in sources {
                try archive.catalogue.load(source: source.id, from: archive.database)
                found += try Self.hotWindows(of: source, archive)
            }
            return found
        }
        findings += found
    }

    private static func hotWindows(of source: Source, _ archive: Archive) throws(ArchiveError) -> [String] {
        let keys = HotKey.range(source: source.id)
        let decoder = archive.decoder(of: source, models: nil)
        var found: [String] = []
        try archive.database.query("SELECT key, body FROM hot WHERE key BETWEEN ?1 AND ?2 ORDER BY key") {
            (statement) throws(ArchiveError) in
            try statement.bind(1, keys.lowerBound)
            try statement.bind(2, keys.upperBound)
            while try statement.step() {
                let window = HotKey.window(of: statement.integer(0))
                let mark = Place(table: .hot, key: statement.integer(0)).mark
                let reason = reason { () throws(BodyError) in
                    _ = try statement.withBlob(1) { (bytes) throws(BodyError) in try decoder.decode(bytes, mark: mark) }
                }
                if let reason { found.append(archive.damage(reason, window, of: source).message) }
                if try isSealed(UTCDay(holding: window), of: source, archive) {
                    found.append(archive.damage("its day is sealed already", window, of: source).message)
                }
            }
        }
        return found
    }

    private static func isSealed(_ day: UTCDay, of source: Source, _ archive: Archive) throws(ArchiveError) -> Bool {
        guard let key = DayKey.coverage(day, source: source.id) else { return false }
        return try archive.body(at: Place(table: .coverage, key: key)) != nil
    }

    /// Rows of a table whose keys begin with a source that there isn't.
    static func strangers(
        in table: String, among sources: [Source], _ archive: Archive
    ) throws(ArchiveError) -> [String] {
        let known = sources.map { String($0.id) }.joined(separator: ", ")
        let sql = "SELECT DISTINCT key >> 40 FROM \(table) WHERE key >> 40 NOT IN (\(known)) ORDER BY 1"
        return try archive.database.query(sql) { (statement) throws(ArchiveError) in
            var found: [String] = []
            while try statement.step() {
                found.append("rows of \(table) belong to source \(statement.integer(0)), which there is not")
            }
            return found
        }
    }

    static func reason(_ body: () throws(BodyError) -> Void) -> String? {
        do throws(BodyError) {
            try body()
            return nil
        } catch {
            return error.reason
        }
    }
}
