import Latency

/// The stretches of one sealed day, filled series by series.
struct DayAggregator {
    private let day: UTCDay
    private let coverage: Coverage
    /// Neighbouring windows of one step, first ones first.
    private var pieces: [Piece] = []
    /// Whether the same may come of several series, which are then added up.
    private let merges: Bool

    private struct Piece {
        let slots: ClosedRange<Int>
        /// What is merged: where windows are not kept it need not be what `slots` says.
        let merged: Range<Int>
        private(set) var models: [ModelWindow] = []
        /// Where the value of each series is, for those that more may be added to.
        private var places: [SeriesKey: Int] = [:]

        init(slots: ClosedRange<Int>, merged: Range<Int>) { (self.slots, self.merged) = (slots, merged) }

        mutating func add(_ value: ModelWindow, merges: Bool) {
            if merges {
                if let place = places[value.series] { return models[place] = models[place].merged(with: value) }
                places[value.series] = models.count
            }
            models.append(value)
        }
    }

    init(day: UTCDay, coverage: Coverage, slots: ClosedRange<Int>, stepEnd: ((Window) -> Window)?, merges: Bool) {
        self.day = day
        self.coverage = coverage
        self.merges = merges
        // A step's last window may lie anywhere after the day.
        func endOfStep(_ slot: Int) -> Int {
            stepEnd.map { min(day.slot(of: min($0(day.window(slot)), day.windows.upperBound)), slots.upperBound) }
                ?? slot
        }
        if coverage.hasWindows {
            addWindows(slots, endOfStep)
        } else {
            addHours(slots, endOfStep)
        }
    }

    private mutating func addWindows(_ slots: ClosedRange<Int>, _ endOfStep: (Int) -> Int) {
        var first = slots.lowerBound
        while first <= slots.upperBound {
            let last = max(first, endOfStep(first))
            pieces.append(Piece(slots: first...last, merged: first..<last + 1))
            first = last + 1
        }
    }

    /// Whole hours, each in the piece that holds its end, and after the last one what was collected without being known
    /// any more.
    private mutating func addHours(_ slots: ClosedRange<Int>, _ endOfStep: (Int) -> Int) {
        let length = UTCDay.windowsPerHour
        var first = slots.lowerBound
        while first <= slots.upperBound {
            let hour = first / length
            let end = hour * length + length - 1
            guard end <= slots.upperBound else {
                pieces.append(Piece(slots: first...slots.upperBound, merged: first..<first))
                return
            }
            // All hours whose ends the step holds.
            let whole = max(1, (endOfStep(end) + 1) / length - hour)
            let last = (hour + whole) * length - 1
            pieces.append(Piece(slots: first...last, merged: hour * length..<last + 1))
            first = last + 1
        }
    }

    /// Adds one series' day to every piece.
    mutating func add(_ series: SeriesKey, _ chunk: Chunk) throws(BodyError) {
        var windows: ModelDay?
        // All or nothing of a damaged chunk.
        var values: [ModelWindow?] = []
        for piece in pieces {
            let parts = HourParts(piece.merged)
            if windows == nil, !parts.isWhole, coverage.hasWindows { windows = try chunk.windows() }
            values.append(parts.merged(hours: chunk.hours, windows: windows, series: series))
        }
        for (index, value) in values.enumerated() {
            if let value { pieces[index].add(value, merges: merges) }
        }
    }

    /// The pieces of which something was collected.
    var stretches: [StepAggregate] {
        pieces.compactMap { piece in
            let runs = coverage.runs(in: piece.slots)
            let isAll = piece.merged == piece.slots.lowerBound..<piece.slots.upperBound + 1
            let counted =
                isAll
                ? runs
                : piece.merged.isEmpty ? [] : coverage.runs(in: piece.merged.lowerBound...piece.merged.upperBound - 1)
            if runs.isEmpty, counted.isEmpty { return nil }
            return StepAggregate(
                last: day.window(piece.slots.upperBound), collected: windows(runs), counted: windows(counted),
                resolution: coverage.hasWindows ? .window : .hour, models: piece.models)
        }
    }

    private func windows(_ runs: [ClosedRange<Int>]) -> [ClosedRange<Window>] {
        runs.map { day.window($0.lowerBound)...day.window($0.upperBound) }
    }
}

/// Slots of a day as the whole hours among them and the windows before and after those.
private struct HourParts {
    let before: Range<Int>
    let hours: Range<Int>
    let after: Range<Int>

    init(_ slots: Range<Int>) {
        let length = UTCDay.windowsPerHour
        let first = (slots.lowerBound + length - 1) / length
        let end = slots.upperBound / length
        if first < end {
            before = slots.lowerBound..<first * length
            hours = first..<end
            after = end * length..<slots.upperBound
        } else {
            before = slots
            hours = 0..<0
            after = slots.upperBound..<slots.upperBound
        }
    }

    var isWhole: Bool { before.isEmpty && after.isEmpty }

    func merged(hours day: ModelDay, windows: ModelDay?, series: SeriesKey) -> ModelWindow? {
        var result = day.merged(hours, series: series)
        for edge in [before, after] where !edge.isEmpty {
            guard let value = windows?.merged(edge, series: series) else { continue }
            result = result?.merged(with: value) ?? value
        }
        return result
    }
}
