import Archive
import Latency

/// What an export has of one UTC day: its windows, or its hours where only those are kept. Oldest first.
package struct ExportedDay {
    package var windows: [CollectedWindow] = []
    package var hours: [CollectedHour] = []

    package init() {}
}

/// The windows and hours of one source that an export is made of.
package struct ExportReport {
    package let source: SourceDescription
    /// Every series that ever had a sample, by model and labels.
    package let series: [SeriesKey]
    /// Called after every day that was handed out.
    package var onDay: () -> Void = {}
    /// What was left out so far because it is damaged.
    package private(set) var damages = Damages()
    private let archive: Archive
    private let stored: Source
    private let since: Int
    /// Those of its days that have any, oldest first, cut to what is asked for.
    private let days: [ClosedRange<Window>]

    /// One for each source, or for each that the parameters name, in the order in which they were first seen, which says
    /// what questions are about where nobody says it. Of the windows, and the hours, those that lie between `since` and
    /// `before`, in seconds since 1970 UTC; nil is without end. `now` as for questions.
    package static func all(
        archive: Archive, parameters: QueryParameters, since: Int?, before: Int?, now: Int
    ) throws -> [ExportReport] {
        var damages = Damages()
        let sources = try SourceChoice(parameters, now: now).candidates(in: archive, &damages)
        return try sources.map { source in
            try ExportReport(source, archive: archive, since: since, before: before)
        }
    }

    private init(_ stored: Source, archive: Archive, since: Int?, before: Int?) throws(ArchiveError) {
        self.stored = stored
        self.archive = archive
        self.since = since ?? .min
        source = stored.description
        series = damages.take(try archive.series(of: stored))
        guard let oldest = damages.take(try archive.oldestWindow(of: stored)),
            let newest = damages.take(try archive.newestWindow(of: stored))
        else {
            days = []
            return
        }
        // The first window that starts at `since` or later, the last that ends at `before` or earlier. Up to the end of a
        // day: an hour belongs to the range that holds its end, which may come after its last collected window.
        let first = since.map { max(oldest, Window(containing: $0 + Window.seconds)) } ?? oldest
        let end = UTCDay(holding: newest).windows.upperBound
        let last = before.map { min(end, Window(endedAt: $0)) } ?? end
        guard first <= last else {
            days = []
            return
        }
        days = damages.take(try archive.storedDays(of: stored)).compactMap { $0.windows.overlap(with: first...last) }
    }

    /// How many days it is handed out in.
    package var dayCount: Int { days.count }

    /// Hands out what was collected day by day, oldest first, every series by itself; with `series` what that has of it
    /// alone.
    ///
    /// Each day is as it was at one instant, and nobody waits while `body` works on it.
    package mutating func forEachDay(series: SeriesKey? = nil, _ body: (ExportedDay) throws -> Void) throws {
        var selection = source.everySeries
        if let series {
            selection.models = [series.model]
            selection.wanted = Dictionary(uniqueKeysWithValues: zip(selection.by, series.labels.map { [$0] }))
        }
        for day in days {
            var exported = ExportedDay()
            let left = try archive.forEachStretch(
                of: stored, in: day, newestFirst: false, selection: selection, stepEnd: nil
            ) {
                add($0, to: &exported)
                return true
            }
            damages.add(left)
            try body(exported)
            onDay()
        }
    }

    private func add(_ stretch: StepAggregate, to day: inout ExportedDay) {
        switch stretch.resolution {
        case .window: day.windows.append(CollectedWindow(window: stretch.last, models: stretch.models))
        case .hour:
            let hour = CollectedHour(
                last: stretch.last, collected: stretch.collected.flatMap(\.windows), models: stretch.models)
            // What the range has of an hour that ends after it is none.
            if let hour, hour.start >= since { day.hours.append(hour) }
        }
    }
}
