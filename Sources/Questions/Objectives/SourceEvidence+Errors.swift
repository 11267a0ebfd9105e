import Archive
import Latency
import Objectives

extension SourceEvidence {
    /// Errors are samples of a model, too: one of which every request fails may have no latency at all.
    ///
    /// - Parameter latencies: the windows in which those were collected. Errors of other windows are of requests that nobody knows.
    mutating func addErrors(
        _ errors: Source, of models: Set<Name>, beside latencies: CountedWindows, _ damages: inout Damages
    ) throws(ArchiveError) {
        let known = stretches.map { $0.intersection(latencies) }
        guard let steps = CountedSteps(known) else { return }
        let classes = ErrorClasses(listed: reader.errorClasses, metric: errors.description.bareMetric)
        let isByClass = errors.description.classLabel != nil
        let selection = SeriesSelection(
            models: models, where: reader.wanted, by: reader.labels + (isByClass ? [.errorClass] : []))
        var doubtful: [UTCDay: Set<Name>] = [:]
        let left = try reader.archive.forEachStretch(
            of: errors, in: steps.range, newestFirst: false, selection: selection, stepEnd: steps.end
        ) { stretch in
            for place in known.indices { errorsCollected[place] += known[place].count(in: stretch) }
            let memberships = known.map { $0.membership(of: stretch.collected) }
            var failed: [SeriesKey: (count: Int, quality: Quality)] = [:]
            for value in stretch.models where !isByClass || classes.isBad(value.series.labels.last ?? "") {
                let labels = isByClass ? value.series.labels.dropLast() : value.series.labels
                let key = reader.key(of: SeriesKey(value.model, labels: Array(labels)), in: source)
                let sum = failed[key] ?? (0, .exact)
                failed[key] = (
                    sum.count.addingClamped(value.histogram.requests), max(sum.quality, value.quality)
                )
                if value.quality >= .reset { stretch.days.forEach { doubtful[$0, default: []].insert(value.model) } }
            }
            for (key, failed) in failed {
                add(failed.count, failed.quality, of: key, in: stretch, memberships)
            }
            return true
        }
        note(left, &damages)
        try addLosses(of: errors, doubtful, &damages)
    }

    private mutating func add(
        _ errors: Int, _ quality: Quality, of key: SeriesKey, in stretch: StepAggregate,
        _ memberships: [CountedWindows.Membership]
    ) {
        let fresh = EventCounts.Counts(requests: 0, good: .zero, errors: errors)
        change(key, memberships) { counts, isWhole in
            if errors > 0 { counts.hasSamples = true }
            counts.quality = max(counts.quality, quality)
            counts.errorPeak = max(counts.errorPeak, Double(errors) / Double(max(1, stretch.windows)))
            if isWhole { counts.events.inside.add(fresh) } else { counts.events.edges.add(fresh) }
        }
    }

    // MARK: Losses

    /// Of days of which some windows are `reset` or `partial`: so many requests at most are not counted in such a window as the
    /// busiest window of that day has, be it outside of what is asked about. Of an hour whose windows are no longer kept, all may be
    /// such windows, and all of its requests may be of one.
    mutating func addLosses(
        of source: Source, _ doubtful: [UTCDay: Set<Name>], _ damages: inout Damages
    ) throws(ArchiveError) {
        for (day, models) in doubtful.sorted(by: { $0.key < $1.key }) {
            var busiest: [SeriesKey: Int] = [:]
            var spoiled: [(key: SeriesKey, windows: Int, memberships: [CountedWindows.Membership])] = []
            let selection = SeriesSelection(models: models, where: reader.wanted, by: reader.labels)
            let left = try reader.archive.forEachStretch(
                of: source, in: day.windows, newestFirst: false, selection: selection, stepEnd: nil
            ) { stretch in
                for value in stretch.models {
                    let key = reader.key(of: value.series, in: self.source)
                    busiest[key] = max(busiest[key] ?? 0, value.histogram.requests)
                    guard value.quality >= .reset else { continue }
                    let memberships = stretches.map { $0.membership(of: stretch.collected) }
                    spoiled.append((key, stretch.windows, memberships))
                }
                return true
            }
            note(left, &damages)
            for (key, windows, memberships) in spoiled {
                let (product, isTooMuch) = windows.multipliedReportingOverflow(by: busiest[key] ?? 0)
                change(key, memberships) { counts, _ in
                    counts.lost = counts.lost.addingClamped(isTooMuch ? .max : product)
                }
            }
        }
    }
}

extension Name {
    /// Of series that are kept by classes of errors.
    fileprivate static let errorClass: Name = "class"
}

extension CountedWindows {
    func count(in stretch: StepAggregate) -> Int { stretch.collected.reduce(0) { $0 + count(in: $1) } }
}

extension StepAggregate {
    /// The days of UTC that it has something of.
    var days: Set<UTCDay> {
        Set(
            collected.flatMap { run in
                (UTCDay(holding: run.lowerBound).index...UTCDay(holding: run.upperBound).index).map(UTCDay.init(index:))
            })
    }
}

extension ArchiveError {
    /// The windows that it is about; nil where it may be about any.
    var windows: ClosedRange<Window>? {
        switch self {
        case .damagedWindow(_, _, _, let end, _): Window(endedAt: end)...Window(endedAt: end)
        case .damagedDay(_, _, _, _, _, let day, _): UTCDay(index: day).windows
        case .gone(_, _, _, let start, let end) where start < end:
            Window(containing: start + 1)...Window(containing: end)
        default: nil
        }
    }
}
