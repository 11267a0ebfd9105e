import Latency

/// Copies one store's rows into another, whatever kind either is of: bodies byte for byte, with the places that their
/// checksums cover, so that the copy is the archive of one instant and answers as it does.
package struct StoreCopy {
    private let source: any ArchiveStore
    private let target: any ArchiveStore

    /// The target must hold nothing: a source in it is refused with `ArchiveError.exists`. All comes in one transaction, or,
    /// whatever throws, nothing.
    ///
    /// - Parameter progress: told how many days of how many are copied.
    package static func copy(
        from source: any ArchiveStore, to target: any ArchiveStore, progress: (Int, Int) -> Void = { _, _ in }
    ) throws(ArchiveError) {
        let copy = StoreCopy(source: source, target: target)
        try source.read(within: nil) { () throws(ArchiveError) in
            try target.write(nil) { () throws(ArchiveError) in
                guard try target.sources().isEmpty else { throw .exists(path: target.path) }
                let sources = try source.sources().sorted { $0.id < $1.id }
                let series = try copy.catalogue(sources)
                for stored in sources { try copy.rows(of: stored.id) }
                try copy.records()
                try copy.chunks(sourceOf: series, progress)
            }
        }
    }

    /// - Returns: the source of each series.
    private func catalogue(_ sources: [StoredSource]) throws(ArchiveError) -> [Int: Int] {
        for stored in sources { try target.add(stored) }
        var series: [StoredSeries] = []
        try source.series { series.append($0) }
        try target.add(series)
        var layouts: [(id: Int, bounds: [UInt8], checksum: Int)] = []
        try source.layouts { layouts.append(($0, [UInt8]($1), $2)) }
        for layout in layouts { try target.addLayout(layout.id, layout.bounds, checksum: layout.checksum) }
        return Dictionary(series.map { ($0.id, $0.source) }, uniquingKeysWith: { first, _ in first })
    }

    private func rows(of id: Int) throws(ArchiveError) {
        let windows = Window(index: 0)...Window(index: HotKey.last)
        try source.hot(of: id, in: windows, newestFirst: false) { (place, bytes) throws(ArchiveError) in
            try target.putHot([(HotKey.window(of: place.key), [UInt8](bytes))], of: id)
            return true
        }
        try source.coverages(of: id, in: DayKey.allDays, newestFirst: false) { (place, bytes) throws(ArchiveError) in
            try target.putCoverage([UInt8](bytes), of: DayKey.day(ofCoverage: place.key), id)
            return true
        }
        if let inventory = try source.inventory(of: id) { try target.putInventory(inventory, of: id) }
        var (runs, told, changes): ([StoredRun], [StoredTold], [StoredUnitChange]) = ([], [], [])
        try source.runs(of: id, RunQuery(upTo: .max)) { run in
            runs.append(run)
            return true
        }
        for run in runs.reversed() { _ = try target.add(run) }
        try source.told(of: id, to: nil) { told.append($0) }
        for row in told { try target.add(row) }
        try source.unitChanges(of: id) { changes.append($0) }
        for change in changes { try target.add(change) }
        try target.changeRefused(of: id, add: source.refusedWindows(of: id), remove: [])
    }

    /// Those of no source.
    private func records() throws(ArchiveError) {
        var (marks, exclusions): ([StoredMark], [StoredExclusion]) = ([], [])
        try source.marks { marks.append($0) }
        for mark in marks { try target.add(mark) }
        try source.exclusions { exclusions.append($0) }
        for exclusion in exclusions { try target.add(exclusion) }
        if let inventory = try source.recordInventory() { try target.putRecordInventory(inventory) }
    }

    private func chunks(sourceOf owners: [Int: Int], _ progress: (Int, Int) -> Void) throws(ArchiveError) {
        guard let outermost = try source.outermostChunks() else { return }
        let days = outermost.last.index - outermost.first.index + 1
        var next: Int? = DayKey.chunk(outermost.first, series: 0)
        while let key = next {
            next = nil
            var rows: [Owner: [(series: Int, body: [UInt8])]] = [:]
            try source.chunks(from: key, limit: Self.chunksAtATime) { place, bytes in
                let (series, day) = (DayKey.series(ofChunk: place.key), DayKey.day(ofChunk: place.key))
                next = place.key + 1
                // One of no series is read by nobody.
                guard let owner = owners[series] else { return }
                rows[Owner(day: day, source: owner), default: []].append((series, [UInt8](bytes)))
            }
            for (owner, rows) in rows { try target.putChunks(rows, of: owner.day, owner.source) }
            if let next { progress(DayKey.day(ofChunk: next).index - outermost.first.index, days) }
        }
    }

    private static let chunksAtATime = 500

    private struct Owner: Hashable {
        let day: UTCDay
        let source: Int
    }
}
