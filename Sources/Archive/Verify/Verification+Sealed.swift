import Latency

extension Verification {
    mutating func coverages(of sources: [Source]) throws(ArchiveError) {
        let archive = archive
        findings += try archive.read { () throws(ArchiveError) -> [String] in
            var found = try Self.strangers(in: .coverage, among: sources, archive)
            for source in sources {
                try archive.store.coverages(of: source.id, in: DayKey.allDays, newestFirst: false) {
                    (place, bytes) throws(ArchiveError) in
                    let day = DayKey.day(ofCoverage: place.key)
                    let reason = Self.reason { () throws(BodyError) in _ = try Coverage(bytes, mark: place.mark) }
                    if let reason { found.append(archive.damage(reason, day, series: nil, of: source).message) }
                    found += try Self.missingChunks(of: day, source, archive)
                    return true
                }
            }
            return found
        }.value
    }

    /// The chunks that a day's coverage has and that are gone.
    private static func missingChunks(
        of day: UTCDay, _ source: Source, _ archive: Archive
    ) throws(ArchiveError) -> [String] {
        guard let coverage = try archive.readableCoverage(of: day, of: source) else { return [] }
        var there: Set<Int> = []
        try archive.store.chunks(of: source.id, day, series: coverage.series) { place, _ in
            there.insert(DayKey.series(ofChunk: place.key))
        }
        return coverage.series.joined().filter { !there.contains($0) }.map { series in
            let key = archive.catalogue.series(of: source.id)?[series]
            return archive.damage("its counts are gone", day, series: key, of: source).message
        }
    }

    /// All chunks, or those from a day on, some at a time, each time at one instant with the coverages that they must agree with.
    mutating func chunks(
        of sources: [Source], from day: UTCDay?, _ progress: (Int, Int) -> Void
    ) throws(ArchiveError) {
        let archive = archive
        let days = try daysOfChunks()
        var next = day.flatMap { DayKey.chunk($0, series: 0) } ?? Int.min
        while true {
            // The greatest key, so that rows out of order lead nobody back.
            let (found, last) = try archive.read { () throws(ArchiveError) -> ([String], Int?) in
                try archive.catalogue.load(Set(sources.map(\.id)), from: archive.store)
                return try ChunkCheck(archive: archive, sources: sources).check(from: next, count: Self.atATime)
            }.value
            findings += found
            guard let last, last >= next, last < .max else { return }
            if let days, days.contains(DayKey.day(ofChunk: last).index) {
                progress(DayKey.day(ofChunk: last).index - days.lowerBound + 1, days.count)
            }
            next = last + 1
        }
    }

    /// From the first day that has a chunk to the last one; nil where there is none, or where they are out of order.
    private func daysOfChunks() throws(ArchiveError) -> ClosedRange<Int>? {
        guard let outermost = try archive.store.outermostChunks(), outermost.first <= outermost.last else { return nil }
        return outermost.first.index...outermost.last.index
    }

    /// So many take a fraction of a second.
    private static let atATime = 200
}

/// Holds chunks against themselves and against the coverage of their days.
private struct ChunkCheck {
    let archive: Archive
    let sources: [Source]

    /// What is wrong with the chunks from a key on, and the greatest key among them; nil where there are no more.
    func check(from key: Int, count: Int) throws(ArchiveError) -> ([String], last: Int?) {
        var found: [String] = []
        var last: Int?
        try archive.store.chunks(from: key, limit: count) { (place, bytes) throws(ArchiveError) in
            let next = place.key
            if next < key || last.map({ next <= $0 }) == true {
                found.append("the sealed days are out of order")
            }
            last = max(last ?? next, next)
            if let finding = try finding(place, bytes) { found.append(finding) }
        }
        return (found, last)
    }

    private func finding(_ place: Place, _ bytes: UnsafeRawBufferPointer) throws(ArchiveError) -> String? {
        let (day, series) = (DayKey.day(ofChunk: place.key), DayKey.series(ofChunk: place.key))
        for source in sources {
            guard let key = archive.catalogue.series(of: source.id)?[series] else { continue }
            let coverage = try coverage(of: day, source)
            let reason = reason(bytes, place, archive.catalogue.layouts, coverage)
            return reason.map { archive.damage($0, day, series: key, of: source).message }
        }
        return "a sealed day belongs to series \(series), which there is not"
    }

    /// Nil where there is none; `unreadable` was found before.
    private enum DayCoverage { case missing, unreadable, readable(Coverage) }

    private func coverage(of day: UTCDay, _ source: Source) throws(ArchiveError) -> DayCoverage {
        guard let bytes = try archive.coverageBody(of: day, of: source) else { return .missing }
        guard let coverage = try? bytes.withUnsafeBytes({ try Coverage($0) }) else { return .unreadable }
        return .readable(coverage)
    }

    private func reason(
        _ bytes: UnsafeRawBufferPointer, _ place: Place, _ layouts: [Int: BucketLayout], _ coverage: DayCoverage
    ) -> String? {
        do throws(BodyError) {
            let chunk = try Chunk(bytes, layouts: layouts, mark: place.mark)
            let (hours, windows) = try chunk.hoursAndWindows()
            if let windows, windows.hours() != hours { return "its hours are not the sums of its windows" }
            if try chunk.total() != hours.total(0..<UTCDay.hours) { return "its totals are not those of its hours" }
            switch coverage {
            case .unreadable: return nil
            case .missing: return "nothing says which of its windows were collected"
            case .readable(let coverage):
                guard coverage.hasWindows == chunk.hasWindows else { return "it is kept finer or coarser than its day" }
                let stray = windows?.states.enumerated().contains { $1 != nil && !coverage.contains($0) }
                if stray == true { return "it has windows that were never collected" }
                let isKnown = coverage.hasChunk(of: DayKey.series(ofChunk: place.key))
                return isKnown ? nil : "its day knows nothing of it"
            }
        } catch {
            return error.reason
        }
    }
}
