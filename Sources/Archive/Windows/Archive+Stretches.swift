import Latency

extension Archive {
    /// Hands what was collected in a range to `body`, stretch by stretch, until it returns false. Only what is
    /// selected is read, and series of which the same is to come are added up, exactly: without a selection all that differ
    /// in labels alone, so that one value comes of each model. What comes has the values of the labels in `selection.by`.
    /// Stretches without anything selected come all the same, since they were collected.
    ///
    /// A stretch never goes beyond a step. `stepEnd` gives the last window of the step that holds a window; nil asks
    /// for every window by itself. An hour of a day whose windows are no longer kept counts as a window of an hour's
    /// length: it belongs as a whole to the step, and to the range, that holds its end.
    ///
    /// Everything is read as it was at one instant: no commit comes in between, and one waits as long as this takes. A store
    /// that was interrupted is asked again until `body` has been given something; later that is thrown.
    /// Returns what was left out because it is damaged.
    package func forEachStretch(
        of source: Source, in range: ClosedRange<Window>, newestFirst: Bool,
        selection: SeriesSelection = SeriesSelection(), stepEnd: ((Window) -> Window)?, _ body: (StepAggregate) -> Bool
    ) throws(ArchiveError) -> Damages {
        func handOut(_ stretch: StepAggregate) -> Bool {
            // What `body` has been given can't be taken back.
            if depth == 1 { hasHandedOut = true }
            return body(stretch)
        }
        return try read { () throws(ArchiveError) in
            try refreshCatalogue(of: source)
            reportGone(of: source, in: range)
            let parts = try storedParts(of: source, in: range, newestFirst: newestFirst)
            var sealed = SealedDays(
                SealedDayReader(archive: self, source: source, selection), parts, in: range, stepEnd: stepEnd,
                catalogue.layouts)
            for part in parts {
                switch part {
                case .hot(let windows):
                    let isWhole = try forEachHotStretch(
                        of: source, in: windows, newestFirst: newestFirst, selection: selection, stepEnd: stepEnd,
                        handOut)
                    if !isWhole { return }
                case .sealed:
                    guard let day = try sealed.next() else { continue }
                    for index in 0..<day.count {
                        let stretch = day.stretch(newestFirst ? day.count - 1 - index : index)
                        if let stretch, !handOut(stretch) { return }
                    }
                }
            }
        }.damages
    }

    /// Hands the collected windows of a range to `body` one by one, until it returns false; see `forEachStretch`. Days
    /// whose windows are no longer kept have none.
    package func forEachWindow(
        of source: Source, in range: ClosedRange<Window>, newestFirst: Bool,
        selection: SeriesSelection = SeriesSelection(), _ body: (CollectedWindow) -> Bool
    ) throws(ArchiveError) -> Damages {
        try forEachStretch(of: source, in: range, newestFirst: newestFirst, selection: selection, stepEnd: nil) {
            if $0.resolution == .hour { return true }
            return body(CollectedWindow(window: $0.last, models: $0.models))
        }
    }

    /// A part of a range: windows that are hot, if they are there, or a sealed day.
    enum StoredPart {
        case hot(ClosedRange<Window>)
        case sealed(UTCDay, Coverage)
    }

    /// Divides a range into what is sealed and what is not. A day is one or the other.
    func storedParts(
        of source: Source, in range: ClosedRange<Window>, newestFirst: Bool
    ) throws(ArchiveError) -> [StoredPart] {
        var parts: [StoredPart] = []
        var next = range.lowerBound
        for (day, coverage) in try coverages(of: source, in: range) {
            let windows = day.windows
            if next < windows.lowerBound { parts.append(.hot(next...windows.lowerBound.advanced(by: -1))) }
            if let coverage { parts.append(.sealed(day, coverage)) }
            next = windows.upperBound.advanced(by: 1)
        }
        if next <= range.upperBound { parts.append(.hot(next...range.upperBound)) }
        return newestFirst ? parts.reversed() : parts
    }

    /// The sealed days that a range touches, oldest first; nil for what is damaged.
    func coverages(
        of source: Source, in range: ClosedRange<Window>
    ) throws(ArchiveError) -> [(UTCDay, Coverage?)] {
        guard let days = DayKey.days(of: range), let keys = DayKey.coverages(source: source.id, days: days) else {
            return []
        }
        var result: [(UTCDay, Coverage?)] = []
        var order = RowOrder(keys, newestFirst: false)
        try store.coverages(of: source.id, in: days, newestFirst: false) { place, bytes in
            if order.accepts(place.key) {
                result.append(coverage(at: place, bytes, of: source))
            } else {
                report(disorder(of: .coverage))
            }
            return true
        }
        return result
    }

    /// What a row has.
    func coverage(at place: Place, _ bytes: UnsafeRawBufferPointer, of source: Source) -> (UTCDay, Coverage?) {
        let day = DayKey.day(ofCoverage: place.key)
        do {
            return (day, try Coverage(bytes, mark: place.mark))
        } catch {
            report(damage(error, day, series: nil, of: source))
            return (day, nil)
        }
    }

    /// - Parameter series: nil for what is of all.
    func damage(_ error: BodyError, _ day: UTCDay, series: SeriesKey?, of source: Source) -> ArchiveError {
        damage(error.reason, day, series: series, of: source)
    }

    func damage(_ reason: String, _ day: UTCDay, series: SeriesKey?, of source: Source) -> ArchiveError {
        let labels = zip(source.description.seriesLabels, series?.labels ?? []).map { "\($0)=\"\($1)\"" }
        return .damagedDay(
            path: path, source: source.description.name, metric: source.description.metric, model: series?.model,
            labels: labels, day: day.index, reason: reason)
    }
}
