import Latency

/// Reads sealed days of one source: whole hours from their totals, and windows only where an hour is cut.
struct SealedDayReader {
    private let archive: Archive
    private let source: Source
    /// The series that are asked for, in the order of their ids; what comes of each by id.
    private let series: [Int]
    private let stretches: [Range<Int>]
    private let keys: [Int: SeriesKey]
    private let wantsAll: Bool
    /// Whether the same may come of several series.
    private let merges: Bool

    /// Reads what is selected; of nothing but the source, every series by itself. The archive's catalogue must be fresh.
    init(archive: Archive, source: Source, _ selection: SeriesSelection? = nil) {
        self.archive = archive
        self.source = source
        let selection = selection ?? source.description.everySeries
        let labels = source.description.seriesLabels
        keys = (archive.catalogue.series(of: source.id) ?? [:]).compactMapValues {
            selection.key(of: $0, labels: labels)
        }
        series = keys.keys.sorted()
        stretches = NumberSet(series).stretches
        wantsAll = selection.models == nil && selection.wanted.isEmpty
        merges = source.description.merges(selection)
    }

    /// What a day has inside a range, oldest first.
    func stretches(
        of day: UTCDay, _ coverage: Coverage, in range: ClosedRange<Window>, stepEnd: ((Window) -> Window)?
    ) throws(ArchiveError) -> [StepAggregate] {
        let first = max(0, range.lowerBound <= day.windows.lowerBound ? 0 : day.slot(of: range.lowerBound))
        let last = range.upperBound >= day.windows.upperBound ? UTCDay.windows - 1 : day.slot(of: range.upperBound)
        var plan = DayAggregator(
            day: day, coverage: coverage, slots: first...last, stepEnd: stepEnd, merges: merges)
        let layouts = archive.catalogue.layouts
        try forEachChunk(of: day, among: coverage) { (series, bytes, mark) throws(BodyError) in
            guard let key = keys[series] else { return }
            try plan.add(key, Chunk(bytes, layouts: layouts, mark: mark))
        }
        return plan.stretches
    }

    /// The chunks of a day that are asked for and there, each with the mark of its place. What `body` throws is noted as
    /// damage of that chunk; so is a chunk that is not there although the coverage has it.
    func forEachChunk(
        of day: UTCDay, among coverage: Coverage? = nil,
        _ body: (_ series: Int, UnsafeRawBufferPointer, _ mark: UInt32) throws(BodyError) -> Void
    ) throws(ArchiveError) {
        var found: Set<Int> = []
        guard let keys = DayKey.chunks(day...day) else { return }
        var order = RowOrder(keys)
        try archive.store.chunks(of: source.id, day, series: asked(of: coverage)) { place, bytes in
            // SQLite hands out what has come to lie elsewhere.
            guard order.accepts(place.key) else { return }
            found.insert(DayKey.series(ofChunk: place.key))
            read(place, bytes, day, body)
        }
        if let coverage { reportMissing(from: found, coverage, day) }
    }

    /// Of all series whatever there is of the source's; of some only what the coverage has.
    private func asked(of coverage: Coverage?) -> [Range<Int>] {
        guard !wantsAll, let coverage else { return stretches }
        return NumberSet(series.filter { coverage.hasChunk(of: $0) }).stretches
    }

    private func reportMissing(from found: Set<Int>, _ coverage: Coverage, _ day: UTCDay) {
        for series in series where coverage.hasChunk(of: series) && !found.contains(series) {
            archive.report(archive.damage("its counts are gone", day, series: key(of: series), of: source))
        }
        let known = NumberSet((archive.catalogue.series(of: source.id) ?? [:]).keys)
        let unreadable = NumberSet(archive.catalogue.damagedSeries)
        let nameless = coverage.ids.subtracting(known).subtracting(unreadable).stretches
        guard let first = nameless.first else { return }
        let count = nameless.reduce(0) { $0 + $1.count }
        let reason =
            count == 1 ? "the name of model \(first.lowerBound) is gone" : "the names of \(count) models are gone"
        archive.report(archive.damage(reason, day, series: nil, of: source))
    }

    /// With all of its labels.
    private func key(of series: Int) -> SeriesKey? { archive.catalogue.series(of: source.id)?[series] }

    private func read(
        _ place: Place, _ bytes: UnsafeRawBufferPointer, _ day: UTCDay,
        _ body: (Int, UnsafeRawBufferPointer, UInt32) throws(BodyError) -> Void
    ) {
        let series = DayKey.series(ofChunk: place.key)
        guard keys[series] != nil else { return }
        do {
            try body(series, bytes, place.mark)
        } catch {
            archive.report(error, of: archive.damage(error, day, series: key(of: series), of: source))
        }
    }
}
