import Latency

extension Archive {
    /// Of the days of a source that ended at `time` (seconds since 1970 UTC) or earlier, keeps the hours alone: all counts
    /// and sums stay, added up by the hour. One day is one transaction; `maximumDays` of them bound what one run does.
    /// The space goes back to the file system.
    ///
    /// A damaged chunk stays as it is, to be found, and is returned.
    @discardableResult
    package func downsampleToHours(
        of source: Source, before time: Int, maximumDays: Int = 31
    ) throws(ArchiveError) -> Damages {
        var damages = Damages()
        let days = try daysWithWindows(of: source, before: time).prefix(maximumDays)
        for day in days {
            damages.add(try write(of: [source]) { () throws(ArchiveError) in try downsampleToHours(of: day, source) })
        }
        if !days.isEmpty { try releaseFreePages() }
        return damages
    }

    private func daysWithWindows(of source: Source, before time: Int) throws(ArchiveError) -> [UTCDay] {
        let end = Window(endedAt: time)
        guard end.index > 0 else { return [] }
        let days = try single { () throws(ArchiveError) in try coverages(of: source, in: Window(index: 1)...end) }
        return days.filter { day, coverage in
            day.windows.upperBound <= end && coverage?.hasWindows == true
        }.map(\.0)
    }

    private func downsampleToHours(of day: UTCDay, _ source: Source) throws(ArchiveError) {
        try catalogue.load([source.id], from: store)
        var chunks: [Int: ModelDay] = [:]
        let reader = SealedDayReader(archive: self, source: source)
        try reader.forEachChunk(of: day) { (series, bytes, mark) throws(BodyError) in
            let chunk = try Chunk(bytes, layouts: catalogue.layouts, mark: mark)
            // Nothing is thrown away whose parts can't be read.
            let (hours, windows) = try chunk.hoursAndWindows()
            if windows != nil { chunks[series] = hours }
        }
        var rows: [(series: Int, body: [UInt8])] = []
        for (series, hours) in chunks {
            let bytes = try Chunk.encode(
                hours: hours, layout: { (layout) throws(ArchiveError) in try catalogue.layoutID(layout, in: store) })
            guard let bytes else { continue }
            rows.append((series, bytes))
        }
        // Not in the places of the longer ones: SQLite joins pages that have become mostly empty where rows are deleted,
        // and not where they get shorter.
        for row in rows { try store.deleteChunks(of: source.id, series: row.series, in: day...day) }
        try put(rows, of: day, source)
        guard var coverage = try coverage(of: day, of: source) else { return }
        coverage.hasWindows = false
        try write(coverage, of: day, source)
    }
}
