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

    /// The rows of a day that are asked for.
    struct Rows: Sendable {
        let day: UTCDay
        let coverage: Coverage
        /// Without anything in it.
        let plan: DayAggregator
        /// Of all chunks, one after the other.
        fileprivate(set) var bytes: [UInt8]
        /// Those of series that are asked for.
        fileprivate(set) var chunks: [Row] = []
        /// All that are there.
        fileprivate var found: Set<Int> = []
        /// Why there may be more.
        fileprivate(set) var failure: ArchiveError?

        struct Row: Sendable {
            let series: Int
            let key: SeriesKey
            let mark: UInt32
            let bytes: Range<Int>
        }

        /// Gives the chunks away.
        mutating func takeBytes() -> [UInt8] {
            defer { bytes = [] }
            return bytes
        }

        /// What a chunk has. It may be asked by several threads.
        func taken(_ row: Row, _ layouts: [Int: BucketLayout]) -> Result<DayAggregator.Series, BodyError> {
            // The standard library lets no typed error through.
            bytes.withUnsafeBytes { bytes in
                let bytes = UnsafeRawBufferPointer(rebasing: bytes[row.bytes])
                return Result { () throws(BodyError) in
                    try plan.taken(row.key, Chunk(bytes, layouts: layouts, mark: row.mark))
                }
            }
        }
    }

    /// What a day has inside a range.
    ///
    /// - Parameter room: what the chunks may lie in; what was there goes.
    func rows(
        of day: UTCDay, _ coverage: Coverage, in range: ClosedRange<Window>, stepEnd: ((Window) -> Window)?,
        into room: consuming [UInt8]
    ) -> Rows {
        let first = max(0, range.lowerBound <= day.windows.lowerBound ? 0 : day.slot(of: range.lowerBound))
        let last = range.upperBound >= day.windows.upperBound ? UTCDay.windows - 1 : day.slot(of: range.upperBound)
        let plan = DayAggregator(
            day: day, coverage: coverage, slots: first...last, stepEnd: stepEnd, merges: merges)
        var found = Rows(day: day, coverage: coverage, plan: plan, bytes: room)
        found.bytes.removeAll(keepingCapacity: true)
        do throws(ArchiveError) {
            try forEachRow(of: day, among: coverage) { place, bytes in
                let series = DayKey.series(ofChunk: place.key)
                found.found.insert(series)
                guard let key = keys[series] else { return }
                let first = found.bytes.count
                found.bytes.append(contentsOf: bytes)
                found.chunks.append(
                    Rows.Row(series: series, key: key, mark: place.mark, bytes: first..<found.bytes.count))
            }
        } catch {
            found.failure = error
        }
        return found
    }

    /// The rows of a day with what each of them has. Damage is noted, also that of chunks that are not there although the
    /// coverage has them.
    func filled(
        _ rows: Rows, with values: some Sequence<Result<DayAggregator.Series, BodyError>>
    ) throws(ArchiveError) -> DayAggregator {
        var plan = rows.plan
        for (row, value) in zip(rows.chunks, values) {
            switch value {
            case .success(let value): plan.add(value)
            case .failure(let error): report(error, rows.day, row.series)
            }
        }
        if let failure = rows.failure { throw failure }
        reportMissing(from: rows.found, rows.coverage, rows.day)
        return plan
    }

    /// The chunks of a day that are asked for and there, each with the mark of its place. What `body` throws is noted as
    /// damage of that chunk.
    func forEachChunk(
        of day: UTCDay, _ body: (_ series: Int, UnsafeRawBufferPointer, _ mark: UInt32) throws(BodyError) -> Void
    ) throws(ArchiveError) {
        try forEachRow(of: day, among: nil) { place, bytes in
            let series = DayKey.series(ofChunk: place.key)
            guard keys[series] != nil else { return }
            do throws(BodyError) {
                try body(series, bytes, place.mark)
            } catch {
                report(error, day, series)
            }
        }
    }

    private func forEachRow(
        of day: UTCDay, among coverage: Coverage?, _ body: (Place, UnsafeRawBufferPointer) -> Void
    ) throws(ArchiveError) {
        guard let keys = DayKey.chunks(day...day) else { return }
        var order = RowOrder(keys)
        try archive.store.chunks(of: source.id, day, series: asked(of: coverage)) { place, bytes in
            // SQLite hands out what has come to lie elsewhere.
            if order.accepts(place.key) { body(place, bytes) }
        }
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

    private func report(_ error: BodyError, _ day: UTCDay, _ series: Int) {
        archive.report(error, of: archive.damage(error, day, series: key(of: series), of: source))
    }
}
