import Archive
import Latency

/// Rows for contracts, whose bodies and checksums no store looks into.
enum StoreRows {
    static func source(_ id: Int, _ name: Name, metric: Name = "m") -> StoredSource {
        StoredSource(
            id: id, name: name, metric: metric, url: "http://h", selector: "", modelLabel: "model", unit: "s",
            measure: nil, kind: "histogram", labels: [], classLabel: nil, unitOrigin: nil, disagreement: nil,
            checksum: 1 << 32 - id)
    }

    static func run(
        _ id: Int, source: Int = 1, finished: Int, _ outcome: String = "success", detail: String? = nil
    ) -> StoredRun {
        StoredRun(
            id: id, source: source, started: finished - 1, finished: finished, windows: 1, outcome: outcome,
            detail: detail, milliseconds: nil, models: 1, queries: nil, retries: 2, bytes: nil, warnings: "a\nb")
    }

    static func told(_ id: Int, source: Int = 1, to target: String, _ subject: String, _ model: Name?) -> StoredTold {
        StoredTold(
            id: id, source: source, target: target, subject: subject, model: model, state: "critical", since: id)
    }
}

extension ArchiveStore {
    /// Does it in a transaction of no source in particular, and returns what it makes.
    func writing<Result>(_ body: () throws(ArchiveError) -> Result) throws(ArchiveError) -> Result {
        var result: Result?
        try write(nil) { () throws(ArchiveError) in result = try body() }
        guard let result else { throw .failed(path: path, reason: "the body did not run") }
        return result
    }

    /// Two sources, each with two series, a hot row, a sealed day, and one record of each kind.
    func fill() throws(ArchiveError) {
        try writing { () throws(ArchiveError) in
            for id in 1...2 {
                try add(StoreRows.source(id, Name("s\(id)")))
                try putInventory([UInt8(id)], of: id)
                try add([
                    StoredSeries(id: 2 * id - 1, source: id, model: "a", labels: [], checksum: 7),
                    StoredSeries(id: 2 * id, source: id, model: "b", labels: [], checksum: 8),
                ])
                try putHot([(Window(index: 600_000), [1, UInt8(id)])], of: id)
                try putCoverage([2, UInt8(id)], of: UTCDay(index: 20), id)
                try putChunks([(2 * id - 1, [3, UInt8(id)]), (2 * id, [4, UInt8(id)])], of: UTCDay(index: 20), id)
                _ = try add(StoreRows.run(100 + id, source: id, finished: 5))
                try add(StoreRows.told(id, source: id, to: "x", "model", "a"))
                try add(StoredUnitChange(id: id, source: id, time: 1, user: "me", oldUnit: "s", newUnit: "ms"))
                try changeRefused(of: id, add: [Window(index: 7)], remove: [])
            }
            try addLayout(1, [1, 2, 3], checksum: 9)
        }
    }

    /// How many rows a source has of each kind.
    func rowCounts(of source: Int) throws(ArchiveError) -> [Int] {
        var counts = [Int](repeating: 0, count: 8)
        for stored in try sources() where stored.id == source { counts[0] += 1 }
        try series { counts[1] += $0.source == source ? 1 : 0 }
        try places(in: .hot) { counts[2] += $0.key >> DayKey.sourceShift == source ? 1 : 0 }
        try places(in: .coverage) { counts[3] += $0.key >> DayKey.sourceShift == source ? 1 : 0 }
        let own = 2 * source - 1...2 * source
        try places(in: .chunk) { counts[4] += own.contains(DayKey.series(ofChunk: $0.key)) ? 1 : 0 }
        try runs(of: source, RunQuery(upTo: .max)) { _ in
            counts[5] += 1
            return true
        }
        try told(of: source, to: nil) { _ in counts[6] += 1 }
        try unitChanges(of: source) { _ in counts[7] += 1 }
        return counts + [try refusedWindows(of: source).count, try inventory(of: source) == nil ? 0 : 1]
    }

    /// The hot windows of a range with their bodies.
    func hotBodies(
        of source: Int, in range: ClosedRange<Int>, newestFirst: Bool = false, upTo limit: Int = .max
    ) throws(ArchiveError) -> [String] {
        var found: [String] = []
        let windows = Window(index: range.lowerBound)...Window(index: range.upperBound)
        try hot(of: source, in: windows, newestFirst: newestFirst) { place, bytes in
            found.append("\(HotKey.window(of: place.key).index): \([UInt8](bytes))")
            return found.count < limit
        }
        return found
    }

    /// The chunks of a day with their bodies.
    func chunkBodies(of source: Int, _ day: Int, series: Range<Int>...) throws(ArchiveError) -> [String] {
        var found: [String] = []
        try chunks(of: source, UTCDay(index: day), series: series) { place, bytes in
            found.append("\(DayKey.series(ofChunk: place.key)): \([UInt8](bytes))")
        }
        return found
    }
}
