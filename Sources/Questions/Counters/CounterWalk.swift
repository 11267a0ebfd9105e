import Archive
import Latency
import Support

/// The way of one source through the time that is asked for.
struct CounterWalk {
    private let archive: Archive
    private let source: Source
    private let deadline: ContinuousClock.Instant
    private let before: ClosedRange<Window>?
    private let within: ClosedRange<Window>?

    /// Nobody who commits waits for longer than it takes to read so many days.
    private static let daysAtOnce = 31

    /// - Parameter kept: from the first to the last window that was collected.
    init(
        archive: Archive, source: Source, kept: ClosedRange<Window>, request: CounterRequest,
        deadline: ContinuousClock.Instant
    ) {
        (self.archive, self.source, self.deadline) = (archive, source, deadline)
        // No clock is set to another time than these; others may be more than can be rounded up.
        let times = request.times.clamped(to: 0...Timestamp.times.upperBound * 1000)
        let from = (times.lowerBound + 999) / 1000
        let to = times.upperBound / 1000
        // The first window that may have a sample then; the last, or an hour that is not kept finer and begins then.
        let first = Window(containing: from)
        let last = Window(containing: to + 3600)
        // An hour belongs to the range that holds its end, which may come after its last collected window.
        let end = UTCDay(holding: kept.upperBound).windows.upperBound
        before =
            kept.lowerBound < first ? kept.lowerBound...min(end, max(kept.lowerBound, first.advanced(by: -1))) : nil
        let (start, stop) = (max(first, kept.lowerBound), min(last, end))
        within = start <= stop ? start...stop : nil
    }

    /// What lies before the time that is asked for, added up by days.
    func forEachDayBefore(models: Set<Name>?, _ body: (StepAggregate) -> Void) throws -> Damages {
        guard let before else { return Damages() }
        return try walk(
            before, models, stepEnd: { Self.endOfDay($0, before) }, body: body)
    }

    /// Window by window, or day by day, what may have a sample.
    func forEachWindow(
        models: Set<Name>?, byDays: Bool = false, _ body: (StepAggregate) -> Void
    ) throws -> Damages {
        guard let within else { return Damages() }
        return try walk(within, models, stepEnd: byDays ? { Self.endOfDay($0, within) } : nil, body: body)
    }

    private static func endOfDay(_ window: Window, _ range: ClosedRange<Window>) -> Window {
        min(UTCDay(holding: window).windows.upperBound, range.upperBound)
    }

    private func walk(
        _ range: ClosedRange<Window>, _ models: Set<Name>?, stepEnd: ((Window) -> Window)?,
        body: (StepAggregate) -> Void
    ) throws -> Damages {
        let selection = SeriesSelection(models: models, by: source.description.seriesLabels)
        var damages = Damages()
        var start = range.lowerBound
        while start <= range.upperBound {
            let end = min(
                range.upperBound,
                UTCDay(holding: start).windows.upperBound.advanced(
                    by: (Self.daysAtOnce - 1) * UTCDay.windows))
            var isLate = false
            damages.add(
                try archive.forEachStretch(
                    of: source, in: start...end, newestFirst: false, selection: selection, stepEnd: stepEnd
                ) { stretch in
                    isLate = ContinuousClock.now > deadline
                    if !isLate { body(stretch) }
                    return !isLate
                })
            if isLate { throw CounterError.tookTooLong }
            start = end.advanced(by: 1)
        }
        return damages
    }
}
