import Archive
import HTTPClient
import Latency
import Questions
import Rendering
import Support

/// Merges the windows and hours of a file into an archive: of an export's JSON lines, or of another archive.
///
/// Of a window that both have the better is kept, model by model, as `collect` does it, so that a second import changes
/// nothing; so are hours, see `Archive.commit`. A UTC day is one transaction. Another archive's exclusions, marks and
/// announcements come along; its runs don't: they tell how collecting went there. Sources keep their order.
struct Import {
    let archive: Archive
    let progress: ProgressLine
    let output: Output
    /// Opens another archive.
    let archives: any ArchiveOpener
    /// Told of every day once it is stored, and of those hours of it that could not be.
    let onStored: (Source, ExportedDay, _ leftOut: [CollectedHour]) -> Void

    /// `now` is in seconds since 1970 UTC.
    func run(_ path: String, now: Int) throws {
        let file = LineFile(path: path)
        let isArchive = try DatabaseName.isOne(path) || file.isDatabase()
        if isArchive {
            try merge(archives.reading(at: path), now: now)
        } else {
            // Once without storing anything, so that a bad line or source is found before.
            let size = try file.size()
            try forEachDay(of: file, bytes: size * 2) { _ = try archive.knownSource($0.source) }
            try forEachDay(of: file, after: size, bytes: size * 2) { try store($0.counts, of: source($0.source)) }
        }
    }

    private func merge(_ other: Archive, now: Int) throws {
        var reports = try ExportReport.all(
            archive: other, parameters: QueryParameters(), since: nil, before: nil, now: now)
        for report in reports { _ = try archive.knownSource(report.source) }
        progress.count(&reports) { $0.dayCount }
        for index in reports.indices {
            let source = try source(reports[index].source)
            try reports[index].forEachDay { day in
                let isCounted = day.windows.allSatisfy { $0.models.allSatisfy(\.histogram.isOfWindow) }
                guard isCounted else { throw ImportError.beyondCounting(file: other.path) }
                try store(day, of: source)
            }
            output.warn(of: reports[index].damages)
        }
        output.warn(of: try archive.addRecords(of: other))
    }

    /// What of a source and a UTC day stands together in an export; so many bytes of all that are to be read were
    /// before.
    private func forEachDay(
        of file: LineFile, after before: Int = 0, bytes total: Int, _ body: (ImportBatch.Day) throws -> Void
    ) throws {
        var reader = ExportedLineReader()
        var batch = ImportBatch()
        var isWhole = false
        let onRead = { progress.show(done: (before + $0) >> 20, total: total >> 20) }
        try file.forEachLine(onRead: onRead) { bytes, number in
            let day: ImportBatch.Day?
            do throws(ExportedLine.Fault) {
                let line = try reader.read(bytes)
                if case .source(let source) = line { try check(source.url) }
                isWhole = line == .end
                day = try batch.add(line)
            } catch {
                throw ImportError.badLine(file: file.path, line: number, reason: error.reason)
            }
            if let day { try body(day) }
        }
        guard isWhole else { throw ImportError.cutOff(file: file.path) }
    }

    /// A user or password would stand in every export from now on. All else is taken as it is: an export may have no URL.
    private func check(_ url: String) throws(ExportedLine.Fault) {
        do { _ = try ServerURL(url) } catch {
            if error == .credentials { throw ExportedLine.Fault(reason: error.message) }
        }
    }

    /// The URL is where a source was last collected from, which an import does not change.
    private func source(_ source: SourceDescription) throws(ArchiveError) -> Source {
        if let known = try archive.knownSource(source), try archive.hasCollected(known) { return known }
        return try archive.source(source)
    }

    private func store(_ day: ExportedDay, of source: Source) throws(ArchiveError) {
        if !day.windows.isEmpty { try archive.commit(day.windows, run: nil, of: source) }
        onStored(source, day, day.hours.isEmpty ? [] : try archive.commit(day.hours, of: source))
    }
}
