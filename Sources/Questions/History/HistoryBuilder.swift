import Archive
import Latency
import Support

/// Takes what was collected in a range, oldest first, and makes points of it in one pass: the memory it needs grows with
/// the points, not with the windows.
struct HistoryBuilder {
    private let request: HistoryRequest
    private let unit: LatencyUnit
    private let zone: Zone
    private let maximumPoints: Int?

    /// The step that is being summed up.
    private var stepEnd = Int.min
    private var stepWindows = 0
    private var stepResolution = Resolution.window
    private var sums: [Name: ModelWindow] = [:]

    private var points: [Name: [HistoryAnswer.Point]] = [:]
    private var pointCount = 0
    /// Whether there are more points than were wanted: there is no use in going on.
    var isFull: Bool { maximumPoints.map { pointCount > $0 } ?? false }
    /// See `HistoryAnswer.quiet`.
    private(set) var quiet: [Name: [Int]] = [:]
    private var missing: [HistoryAnswer.Stretch] = []
    /// The first window that has not come yet, collected or not.
    private var expected: Window

    /// `oldest` is the first window that was ever collected: nothing is missing before it.
    init(request: HistoryRequest, oldest: Window, unit: LatencyUnit, zone: Zone, maximumPoints: Int? = nil) {
        self.request = request
        self.unit = unit
        self.zone = zone
        self.maximumPoints = maximumPoints
        expected = max(oldest, Window(endedAt: request.start).advanced(by: 1))
    }

    /// A stretch lies inside one step.
    mutating func add(_ stretch: StepAggregate) {
        for run in stretch.collected {
            noteMissing(before: run.lowerBound)
            expected = run.upperBound.advanced(by: 1)
        }
        if stretch.last.end > stepEnd {
            closeStep()
            stepEnd = request.step.end(ofStepHolding: stretch.last.end, in: zone)
        }
        stepWindows += stretch.windows
        if stretch.resolution == .hour { stepResolution = .hour }
        for value in stretch.models {
            sums[value.model] = sums[value.model]?.merged(with: value) ?? value
        }
    }

    mutating func finish() -> (models: [HistoryAnswer.Model], missing: [HistoryAnswer.Stretch]) {
        closeStep()
        noteMissing(before: Window(endedAt: request.end).advanced(by: 1))
        let models = points.map { HistoryAnswer.Model(model: $0.key, points: $0.value) }
        return (models.sorted { $0.model < $1.model }, missing)
    }

    private mutating func noteMissing(before window: Window) {
        guard expected < window else { return }
        missing.append(
            HistoryAnswer.Stretch(start: max(request.start, expected.start), end: window.advanced(by: -1).end))
    }

    private mutating func closeStep() {
        let end = min(stepEnd, request.end)
        for (model, sum) in sums {
            let requests = sum.histogram.requests
            guard requests > 0 else {
                if maximumPoints == nil { quiet[model, default: []].append(end) }
                continue
            }
            let point = HistoryAnswer.Point(
                time: end, percentiles: Percentiles(of: sum.histogram, unit: unit),
                requests: requests, windows: stepWindows, quality: sum.quality,
                resolution: stepResolution)
            points[model, default: []].append(point)
            pointCount += 1
        }
        sums.removeAll(keepingCapacity: true)
        stepWindows = 0
        stepResolution = .window
    }
}
