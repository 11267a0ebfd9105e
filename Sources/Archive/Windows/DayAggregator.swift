import Latency

/// The stretches of one sealed day, filled series by series.
struct DayAggregator: Sendable {
    private let day: UTCDay
    private let coverage: Coverage
    /// Neighbouring windows of one step, first ones first.
    private let pieces: [Piece]
    /// Whether the same may come of several series, which are then added up.
    private let merges: Bool
    /// Whether hours alone don't tell what is in every piece.
    private let needsWindows: Bool
    private var series: [Series] = []

    private struct Piece: Sendable {
        let slots: ClosedRange<Int>
        /// What is merged: where windows are not kept it need not be what `slots` says.
        let merged: Range<Int>
    }

    /// What a series has of the day.
    enum Series: Sendable {
        /// Of every piece; nil where it has nothing.
        case merged([ModelWindow?])
        /// What the pieces are merged from where they are many: mostly few of them are asked for.
        case day(SeriesKey, hours: ModelDay, windows: ModelDay?)
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
        pieces = coverage.hasWindows ? Self.windows(slots, endOfStep) : Self.hours(slots, endOfStep)
        needsWindows = coverage.hasWindows && pieces.contains { !HourParts($0.merged).isWhole }
    }

    private static func windows(_ slots: ClosedRange<Int>, _ endOfStep: (Int) -> Int) -> [Piece] {
        var pieces: [Piece] = []
        var first = slots.lowerBound
        while first <= slots.upperBound {
            let last = max(first, endOfStep(first))
            pieces.append(Piece(slots: first...last, merged: first..<last + 1))
            first = last + 1
        }
        return pieces
    }

    /// Whole hours, each in the piece that holds its end, and after the last one what was collected without being known
    /// any more.
    private static func hours(_ slots: ClosedRange<Int>, _ endOfStep: (Int) -> Int) -> [Piece] {
        let length = UTCDay.windowsPerHour
        var pieces: [Piece] = []
        var first = slots.lowerBound
        while first <= slots.upperBound {
            let hour = first / length
            let end = hour * length + length - 1
            guard end <= slots.upperBound else {
                pieces.append(Piece(slots: first...slots.upperBound, merged: first..<first))
                break
            }
            // All hours whose ends the step holds.
            let whole = max(1, (endOfStep(end) + 1) / length - hour)
            let last = (hour + whole) * length - 1
            pieces.append(Piece(slots: first...last, merged: hour * length..<last + 1))
            first = last + 1
        }
        return pieces
    }

    /// How many stretches there may be.
    var count: Int { pieces.count }

    /// What a chunk has, all of it or, if it is damaged, nothing; to be given to `add`.
    func taken(_ key: SeriesKey, _ chunk: Chunk) throws(BodyError) -> Series {
        if pieces.count == 1, pieces[0].merged == 0..<UTCDay.windows {
            return .merged([try chunk.total()?.window(of: key)])
        }
        let (hours, windows) = try needsWindows ? chunk.hoursAndWindows() : (chunk.hours(), nil)
        if pieces.count > UTCDay.hours { return .day(key, hours: hours, windows: windows) }
        return .merged(pieces.map { HourParts($0.merged).merged(hours: hours, windows: windows, series: key) })
    }

    mutating func add(_ series: Series) { self.series.append(series) }

    /// One of the stretches, the first one being the oldest; nil where nothing of it was collected.
    func stretch(_ index: Int) -> StepAggregate? {
        let piece = pieces[index]
        let runs = coverage.runs(in: piece.slots)
        let isAll = piece.merged == piece.slots.lowerBound..<piece.slots.upperBound + 1
        let counted =
            isAll
            ? runs
            : piece.merged.isEmpty ? [] : coverage.runs(in: piece.merged.lowerBound...piece.merged.upperBound - 1)
        if runs.isEmpty, counted.isEmpty { return nil }
        return StepAggregate(
            last: day.window(piece.slots.upperBound), collected: windows(runs), counted: windows(counted),
            resolution: coverage.hasWindows ? .window : .hour, models: models(of: index))
    }

    private func models(of index: Int) -> [ModelWindow] {
        let parts = HourParts(pieces[index].merged)
        let values = series.lazy.compactMap { series in
            switch series {
            case .merged(let values): values[index]
            case .day(let key, let hours, let windows): parts.merged(hours: hours, windows: windows, series: key)
            }
        }
        guard merges else { return Array(values) }
        var (models, places): ([ModelWindow], [SeriesKey: Int]) = ([], [:])
        for value in values {
            if let place = places[value.series] {
                models[place] = models[place].merged(with: value)
            } else {
                places[value.series] = models.count
                models.append(value)
            }
        }
        return models
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
