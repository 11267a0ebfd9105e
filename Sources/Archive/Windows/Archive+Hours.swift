import Latency

extension Archive {
    /// Stores hours whose windows nobody keeps any more, in one transaction. Returns those that could not be: nothing that
    /// is there is given up for them, and nothing counted twice.
    ///
    /// A day that the archive knows nothing of becomes one of hours alone. In such a day an hour takes the place of one
    /// with fewer of its windows; of one with the same windows the better is kept, series by series (see
    /// `ModelWindow.replaces`); two without a common window are added up; and one with only some in common can't be stored.
    /// Nor can it be in a day whose windows are kept, unless all its windows are there already.
    package func commit(_ hours: [CollectedHour], of source: Source) throws(ArchiveError) -> [CollectedHour] {
        var left: [CollectedHour] = []
        try transaction(of: source) { () throws(ArchiveError) in
            left = []
            try catalogue.load([source.id], from: store)
            let days = Dictionary(grouping: hours) { UTCDay(holding: $0.last) }
            for (day, hours) in days.sorted(by: { $0.key < $1.key }) {
                guard DayKey.coverage(day, source: source.id) != nil else {
                    throw .windowOutOfRange(windowEnd: day.end)
                }
                var windows = Set(try hotWindows(of: source, in: day.windows))
                var coverage = try coverage(of: day, of: source)
                if coverage == nil, windows.isEmpty { coverage = Coverage(hasWindows: false) }
                if let coverage, !coverage.hasWindows {
                    left += try merge(hours, into: day, coverage, of: source)
                } else {
                    windows.formUnion(day.windows.windows.filter { coverage?.contains(day.slot(of: $0)) == true })
                    left += hours.filter { !windows.isSuperset(of: $0.collected) }
                }
            }
        }
        return left
    }

    /// Into a day of hours alone.
    private func merge(
        _ hours: [CollectedHour], into day: UTCDay, _ coverage: Coverage, of source: Source
    ) throws(ArchiveError) -> [CollectedHour] {
        var covered = coverage
        var left: [CollectedHour] = []
        var changes: [SeriesKey: [(hour: Int, value: ModelWindow, way: HourMerge)]] = [:]
        for hour in hours {
            let slots = Set(hour.collected.map { day.slot(of: $0) })
            let place = day.slot(of: hour.last) / UTCDay.windowsPerHour
            guard let way = HourMerge(slots, into: Set(UTCDay.slots(ofHour: place).filter(coverage.contains))) else {
                left.append(hour)
                continue
            }
            for value in hour.models { changes[value.series, default: []].append((place, value, way)) }
            for slot in slots { covered.insert(slot) }
        }
        for (key, values) in changes.sorted(by: { $0.key < $1.key }) {
            try change(key, of: day, hasWindows: false, of: source) { slots in
                for (hour, value, way) in values { slots[hour] = way.merged(value, into: slots[hour]) }
            }
            covered.insert(series: try seriesID(key, of: source))
        }
        try write(covered, of: day, source)
        return left
    }
}

/// What becomes of an hour that is stored and another of the same time, by which of its windows each of them has.
private enum HourMerge {
    /// The other one has nothing that is not in the stored one.
    case keep
    /// Both have the same windows: the better counts.
    case better
    /// All that the stored one has is in the other one.
    case replace
    case add

    /// Nil where they have some windows in common, and each some of its own.
    init?(_ other: Set<Int>, into stored: Set<Int>) {
        if other.isDisjoint(with: stored) {
            self = .add
        } else if other == stored {
            self = .better
        } else if other.isSuperset(of: stored) {
            self = .replace
        } else if stored.isSuperset(of: other) {
            self = .keep
        } else {
            return nil
        }
    }

    func merged(_ other: ModelWindow, into stored: ModelWindow?) -> ModelWindow? {
        switch self {
        case .keep: return stored
        case .add: return stored?.merged(with: other) ?? other
        // However many windows one has, requests that were counted are not given up.
        case .replace:
            guard let stored else { return other }
            return other.histogram.requests >= stored.histogram.requests ? other : stored
        case .better:
            guard let stored else { return other }
            return other.replaces(stored) ? other : stored
        }
    }
}
