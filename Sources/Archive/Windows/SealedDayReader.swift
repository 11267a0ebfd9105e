import Latency

/// Reads sealed days of one source: whole hours from their totals, and windows only where an hour is cut.
struct SealedDayReader {
    private let archive: Archive
    private let source: Source
    /// The series that are asked for, in the order of their ids; their models by id.
    private let series: [Int]
    private let stretches: [Range<Int>]
    private let names: [Int: Name]
    private let wantsAll: Bool

    /// The archive's catalogue must be fresh.
    init(archive: Archive, source: Source, models: Set<Name>?) {
        self.archive = archive
        self.source = source
        names = (archive.catalogue.models(of: source.id) ?? [:]).filter { models?.contains($0.value) != false }
        series = names.keys.sorted()
        stretches = NumberSet(series).stretches
        wantsAll = models == nil
    }

    /// What a day has inside a range, oldest first.
    func stretches(
        of day: UTCDay, _ coverage: Coverage, in range: ClosedRange<Window>, stepEnd: ((Window) -> Window)?
    ) throws(ArchiveError) -> [StepAggregate] {
        let first = max(0, range.lowerBound <= day.windows.lowerBound ? 0 : day.slot(of: range.lowerBound))
        let last = range.upperBound >= day.windows.upperBound ? UTCDay.windows - 1 : day.slot(of: range.upperBound)
        var plan = DayAggregator(
            day: day, coverage: coverage, slots: first...last, stepEnd: stepEnd)
        let layouts = archive.catalogue.layouts
        try forEachChunk(of: day, among: coverage) { (model, bytes, mark) throws(BodyError) in
            try plan.add(model, Chunk(bytes, layouts: layouts, mark: mark))
        }
        return plan.stretches
    }

    /// The chunks of a day that are asked for and there, each with the mark of its place. What `body` throws is noted as
    /// damage of that chunk; so is a chunk that is not there although the coverage has it.
    func forEachChunk(
        of day: UTCDay, among coverage: Coverage? = nil,
        _ body: (_ model: Name, UnsafeRawBufferPointer, _ mark: UInt32) throws(BodyError) -> Void
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

    /// Of all models whatever there is of the source's; of some only what the coverage has.
    private func asked(of coverage: Coverage?) -> [Range<Int>] {
        guard !wantsAll, let coverage else { return stretches }
        return NumberSet(series.filter { coverage.hasChunk(of: $0) }).stretches
    }

    private func reportMissing(from found: Set<Int>, _ coverage: Coverage, _ day: UTCDay) {
        for series in series where coverage.hasChunk(of: series) && !found.contains(series) {
            archive.report(archive.damage("its counts are gone", day, model: names[series], of: source))
        }
        let known = NumberSet((archive.catalogue.models(of: source.id) ?? [:]).keys)
        let unreadable = NumberSet(archive.catalogue.damagedSeries)
        let nameless = coverage.ids.subtracting(known).subtracting(unreadable).stretches
        guard let first = nameless.first else { return }
        let count = nameless.reduce(0) { $0 + $1.count }
        let reason =
            count == 1 ? "the name of model \(first.lowerBound) is gone" : "the names of \(count) models are gone"
        archive.report(archive.damage(reason, day, model: nil, of: source))
    }

    private func read(
        _ place: Place, _ bytes: UnsafeRawBufferPointer, _ day: UTCDay,
        _ body: (Name, UnsafeRawBufferPointer, UInt32) throws(BodyError) -> Void
    ) {
        guard let model = names[DayKey.series(ofChunk: place.key)] else { return }
        do {
            try body(model, bytes, place.mark)
        } catch {
            archive.report(error, of: archive.damage(error, day, model: model, of: source))
        }
    }
}
