import Latency

extension Archive {
    /// Hands the hot windows of a range to `body` one by one, until it returns false. The catalogue must be fresh. One
    /// that is damaged is thrown as such.
    ///
    /// - Parameters:
    ///   - series: the ones that are wanted; nil for all.
    ///   - others: series that are looked at, and don't come.
    func forEachHotWindow(
        of source: Source, in range: ClosedRange<Window>, series: NumberSet? = nil, reading others: [Range<Int>] = [],
        _ body: (CollectedWindow) throws(ArchiveError) -> Bool
    ) throws(ArchiveError) {
        let decoder = decoder(of: source, among: series)
        let read = series.map { ($0.stretches + others).sorted { $0.lowerBound < $1.lowerBound } }
        _ = try forEachHotRow(of: source, in: range, series: read, newestFirst: false) {
            (window, bytes, mark) throws(ArchiveError) in
            let models: [ModelWindow]
            do throws(BodyError) {
                models = try decoder.decode(bytes, mark: mark)
            } catch {
                throw damage(error.reason, window, of: source)
            }
            return try body(CollectedWindow(window: window, models: models))
        }
    }

    /// Hands the hot windows of a range to `body`, those of one step merged, until it returns false; whether it never did.
    /// See `forEachStretch`; the catalogue must be fresh. A damaged window comes without models, and is reported.
    func forEachHotStretch(
        of source: Source, in range: ClosedRange<Window>, newestFirst: Bool, selection: SeriesSelection,
        stepEnd: ((Window) -> Window)?, _ body: (StepAggregate) -> Bool
    ) throws(ArchiveError) -> Bool {
        let decoder = decoder(of: source, selection)
        var sum = HotRowMerger(decoder)
        var windows: [Window] = []
        var step: Window?
        let isWhole = try forEachHotRow(
            of: source, in: range, series: selection.isAll ? nil : decoder.wanted, newestFirst: newestFirst
        ) {
            (window, bytes, mark) throws(ArchiveError) in
            if let last = step, !windows.isEmpty, newestFirst ? stepEnd?(window) != last : window > last {
                guard body(StepAggregate(of: windows, models: sum.takeModels())) else { return false }
                windows.removeAll(keepingCapacity: true)
            }
            if windows.isEmpty { step = stepEnd?(window) ?? window }
            windows.append(window)
            do throws(BodyError) {
                try sum.add(bytes, mark: mark)
            } catch {
                report(error, of: damage(error.reason, window, of: source))
            }
            guard stepEnd == nil else { return true }
            // No other window belongs to it: who has found what he looks for need not read the next one.
            defer { windows.removeAll(keepingCapacity: true) }
            return body(StepAggregate(of: windows, models: sum.takeModels()))
        }
        return isWhole && (windows.isEmpty || body(StepAggregate(of: windows, models: sum.takeModels())))
    }

    /// The rows of a range, each with the mark of its place; whether `body` never returned false.
    ///
    /// - Parameter series: those that must be in them, as ascending stretches; nil for all.
    private func forEachHotRow(
        of source: Source, in range: ClosedRange<Window>, series: [Range<Int>]?, newestFirst: Bool,
        _ body: (Window, UnsafeRawBufferPointer, _ mark: UInt32) throws(ArchiveError) -> Bool
    ) throws(ArchiveError) -> Bool {
        guard let keys = HotKey.range(source: source.id, windows: range) else { return true }
        var order = RowOrder(keys, newestFirst: newestFirst)
        var isWhole = true
        // Few lie together anyway.
        let series = (catalogue.series(of: source.id) ?? [:]).count > HotParts.seriesAtOnce ? series : nil
        try store.hot(of: source.id, in: range, series: series, newestFirst: newestFirst) {
            (place, bytes) throws(ArchiveError) in
            guard order.accepts(place.key) else {
                report(disorder(of: .hot))
                return true
            }
            isWhole = try body(HotKey.window(of: place.key), bytes, place.mark)
            return isWhole
        }
        return isWhole
    }

    /// Reads every series by itself, with all of its labels.
    ///
    /// - Parameter series: the ones that are wanted; nil for all.
    func decoder(of source: Source, among series: NumberSet? = nil) -> HotRowDecoder {
        decoder(of: source, source.description.everySeries, among: series)
    }

    private func decoder(
        of source: Source, _ selection: SeriesSelection, among series: NumberSet? = nil
    ) -> HotRowDecoder {
        let known = catalogue.series(of: source.id) ?? [:]
        let labels = source.description.seriesLabels
        var wanted = known.mapValues { selection.key(of: $0, labels: labels) }
        if let series { for id in known.keys where !series.contains(id) { wanted[id] = SeriesKey?.none } }
        // Passed over, and told by `refreshCatalogue`.
        for id in catalogue.damagedSeries { wanted[id] = SeriesKey?.none }
        return HotRowDecoder(
            series: wanted, layouts: catalogue.layouts, merges: source.description.merges(selection))
    }

    func damage(_ reason: String, _ window: Window, of source: Source) -> ArchiveError {
        .damagedWindow(
            path: path, source: source.description.name, metric: source.description.metric,
            windowEnd: window.end, reason: reason)
    }
}

extension SeriesSelection {
    fileprivate var isAll: Bool { models == nil && wanted.isEmpty }
}

extension SourceDescription {
    /// Whether several of its series may be added up in what comes of a selection.
    func merges(_ selection: SeriesSelection) -> Bool { !seriesLabels.allSatisfy(selection.by.contains) }
}

extension StepAggregate {
    /// Of windows in the order in which they were read, either way; there must be one.
    fileprivate init(of windows: [Window], models: [ModelWindow]) {
        let sorted = windows.sorted()
        var runs: [ClosedRange<Window>] = []
        for window in sorted {
            if let last = runs.last, last.upperBound.advanced(by: 1) == window {
                runs[runs.count - 1] = last.lowerBound...window
            } else {
                runs.append(window...window)
            }
        }
        self.init(
            last: sorted[sorted.count - 1], collected: runs, counted: runs, resolution: .window, models: models
        )
    }
}
