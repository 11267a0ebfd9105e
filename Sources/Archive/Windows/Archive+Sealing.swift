import Latency
import Support

extension Archive {
    /// How long after its end a day stays hot, in seconds: the newest windows are asked for more than once.
    package static let sealingDelay = 2 * 3600

    /// Seals the days of a source that ended two hours before `time` (seconds since 1970 UTC) or earlier: their hot rows
    /// become one chunk per series, in the transaction that deletes them. One day is one transaction, so that nobody
    /// waits for more than one; `maximumDays` of them bound what one run does of a long backlog.
    ///
    /// A day with a hot row that is damaged or gone stays hot: its other windows can still be read, and the damage is
    /// found. So does one that a chunk can't hold: with more than 2^63 requests of a model, or of a model without a key that
    /// an earlier version has stored.
    ///
    /// The pages of one day's hot rows are what the next day's take. Those of a backlog nobody would: they go back to the
    /// file system.
    package func seal(
        of source: Source, at time: Int, maximumDays: Int = 31
    ) throws(ArchiveError) {
        let sealed = try sealDays(of: source, at: time, maximumDays: maximumDays)
        if sealed > 1 { try releaseFreePages() }
    }

    /// The time by which a collection at `now` seals: in an archive that many machines share each source has its own within
    /// the hour, so that not all of them read and write a day at once.
    package func sealingTime(of source: Source, at now: Int) -> Int {
        guard isShared else { return now }
        let description = source.description
        let hash = StableHash.of(description.name.text, description.metric.text)
        return now - Int(hash % 3600)
    }

    /// How many days were sealed.
    private func sealDays(of source: Source, at time: Int, maximumDays: Int) throws(ArchiveError) -> Int {
        var sealed = 0
        let end = Window(endedAt: time - Self.sealingDelay)
        // The window that ends with 1970's first moment belongs to a day that has no key.
        var next = Window(index: 1)
        for _ in 0..<maximumDays {
            let from = next
            let first = try single { () throws(ArchiveError) in try firstHotWindow(of: source, from: from) }
            guard next <= end, let first else { break }
            let day = UTCDay(holding: first)
            guard day.windows.upperBound <= end else { break }
            do throws(ArchiveError) {
                var isSealed = false
                try transaction(of: source) { () throws(ArchiveError) in isSealed = try seal(day, of: source) }
                sealed += isSealed ? 1 : 0
            } catch {
                guard case .unsealable = error else { throw error }
            }
            next = day.windows.upperBound.advanced(by: 1)
        }
        return sealed
    }

    /// False where the day stays hot. Of very many series some are read and stored at a time, in the order in which hot rows
    /// have them.
    private func seal(_ day: UTCDay, of source: Source) throws(ArchiveError) -> Bool {
        try catalogue.load([source.id], from: store)
        let known = catalogue.series(of: source.id) ?? [:]
        let series = known.sorted { $0.value < $1.value }.map(\.key)
        let pieces = series.isEmpty ? [NumberSet()] : series.chunked(seriesSealedAtOnce).map { NumberSet($0) }
        // What is of series without a name must not be passed over.
        var others = NumberSet(known.keys).gaps
        var isFirst = true
        for some in pieces {
            defer { others = [] }
            guard try seal(some, reading: others, day, of: source) else {
                if isFirst { return false }
                throw .unsealable(path: path, model: "", day: day.index, reason: "a window is damaged")
            }
            isFirst = false
        }
        try store.deleteHot(of: source.id, in: day.windows)
        try changeInventory(of: source.id) { $0.windows.remove(day.windows.numbers) }
        return true
    }

    /// - Parameter others: series whose rows are read along with them.
    private func seal(
        _ series: NumberSet, reading others: [Range<Int>], _ day: UTCDay, of source: Source
    ) throws(ArchiveError) -> Bool {
        var windows: [CollectedWindow] = []
        do {
            try forEachHotWindow(of: source, in: day.windows, series: series, reading: others) {
                windows.append($0)
                return true
            }
        } catch {
            guard case .damagedWindow = error else { throw error }
            return false
        }
        // One that is gone may be collected again.
        let stored = NumberSet(windows.map(\.window.index))
        let expected = try inventory(of: source.id)?.windows
        let isWhole = expected?.subtracting(stored).intersects(day.windows.numbers) != true
        guard isWhole, !windows.isEmpty else { return false }
        try add(windows, to: day, try coverage(of: day, of: source) ?? Coverage(), of: source)
        return true
    }

    /// Nil also where the file is so damaged that a window before comes back.
    func firstHotWindow(of source: Source, from window: Window) throws(ArchiveError) -> Window? {
        guard window.index <= HotKey.last else { return nil }
        let found = try store.hotWindows(
            of: source.id, in: window...Window(index: HotKey.last), newestFirst: false, limit: 1
        ).first
        return found.flatMap { $0 >= window ? $0 : nil }
    }
}
