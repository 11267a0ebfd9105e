import Latency

extension Verification {
    /// Every hot window by itself, so that one that is damaged doesn't hide the next.
    mutating func hotWindows(of sources: [Source]) throws(ArchiveError) {
        let archive = archive
        findings += try archive.read { () throws(ArchiveError) -> [String] in
            var found = try Self.strangers(in: .hot, among: sources, archive)
            try archive.catalogue.load(Set(sources.map(\.id)), from: archive.store)
            for source in sources { found += try Self.hotWindows(of: source, archive) }
            return found
        }.value
    }

    private static func hotWindows(of source: Source, _ archive: Archive) throws(ArchiveError) -> [String] {
        let decoder = archive.decoder(of: source)
        var found: [String] = []
        let all = Window(index: 0)...Window(index: HotKey.last)
        try archive.store.hot(of: source.id, in: all, newestFirst: false) { (place, bytes) throws(ArchiveError) in
            let window = HotKey.window(of: place.key)
            let reason = reason { () throws(BodyError) in _ = try decoder.decode(bytes, mark: place.mark) }
            if let reason { found.append(archive.damage(reason, window, of: source).message) }
            if try archive.coverageBody(of: UTCDay(holding: window), of: source) != nil {
                found.append(archive.damage("its day is sealed already", window, of: source).message)
            }
            return true
        }
        return found
    }

    /// Rows of a table whose keys begin with a source that there isn't.
    static func strangers(
        in table: Place.Table, among sources: [Source], _ archive: Archive
    ) throws(ArchiveError) -> [String] {
        var strangers: Set<Int> = []
        try archive.store.places(in: table) { strangers.insert($0.source) }
        return strangers.subtracting(sources.map(\.id)).sorted().map {
            "rows of \(table.name) belong to source \($0), which there is not"
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
