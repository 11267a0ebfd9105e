import Archive
import Latency
import Objectives
import Support
import TestSupport

@testable import Questions

/// An archive of objectives' measures, and the truth of each of their requests.
struct ObjectiveArchive {
    /// One request: how long it took, in milliseconds, and whether it failed.
    struct Request {
        let window: Window
        let milliseconds: Double
    }

    let test: TestArchive
    private(set) var truth: [Request] = []

    init() throws { test = try TestArchive() }

    func source(
        _ measure: Measure, _ metric: Name, kind: SourceKind = .histogram, classes: Name? = nil, label: Name = "model",
        labels: [Name] = [], of name: Name = "default"
    ) throws -> Source {
        try test.archive.source(
            SourceDescription(
                name: name, metric: metric, url: "http://localhost:9090", selector: "", modelLabel: label,
                unit: .seconds, measure: Name(measure.rawValue), kind: kind, labels: labels, classLabel: classes))
    }

    /// Stores the windows that end from one minute after midnight up to another, each with the same.
    func collect(
        _ minutes: ClosedRange<Int>, _ source: Source, _ values: [ModelWindow] = []
    ) throws {
        let windows = stride(from: minutes.lowerBound, through: minutes.upperBound, by: 5).map { minute in
            CollectedWindow(window: Window(endedAt: TestArchive.time(minute)), models: values)
        }
        try test.archive.commit(windows, run: nil, of: source)
    }

    /// So many events, or requests of which at best a mean is known.
    static func count(
        _ count: Int, of series: SeriesKey = "a", sum: Int? = nil, _ quality: Quality = .exact
    ) throws -> ModelWindow {
        guard let layout = BucketLayout(upperBounds: []), let part = Histogram.Part(layout: layout, counts: [count])
        else { throw TestArchive.Failure.badHistogram }
        return ModelWindow(series: series, quality: quality, histogram: Histogram(part, sumMicroseconds: sum))
    }

    /// In seconds. Two layouts that have only some bounds in common.
    static let layouts: [[Double]] = [[0.5, 1, 2, 5], [0.25, 1, 4]]

    /// Makes up the requests of a window.
    mutating func window(_ window: Window, _ random: inout SplitMix64) throws -> ModelWindow {
        var histogram = Histogram()
        for bounds in Self.layouts {
            guard let layout = BucketLayout(upperBounds: bounds) else { throw TestArchive.Failure.badHistogram }
            var counts = [Int](repeating: 0, count: layout.bucketCount)
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                let choices = [0.2, 0.4, 0.5, 0.9, 1, 1.2, 1.7, 2, 3, 6]
                let seconds = choices[Int.random(in: 0..<choices.count, using: &random)]
                counts[bounds.firstIndex { seconds <= $0 } ?? bounds.count] += 1
                truth.append(Request(window: window, milliseconds: seconds * 1000))
            }
            guard let part = Histogram.Part(layout: layout, counts: counts) else {
                throw TestArchive.Failure.badHistogram
            }
            histogram.merge(Histogram(part, sumMicroseconds: nil))
        }
        return ModelWindow(model: "a", quality: .exact, histogram: histogram)
    }

    /// Collects all windows of a stretch, window by window, or as hours of which the windows are no longer kept.
    mutating func collect(
        _ windows: ClosedRange<Window>, asHours: Bool, of source: Source, _ random: inout SplitMix64
    ) throws {
        var fresh: [CollectedWindow] = []
        for window in windows.windows {
            fresh.append(CollectedWindow(window: window, models: [try self.window(window, &random)]))
        }
        guard asHours else {
            _ = try test.archive.commit(fresh, run: nil, of: source)
            return
        }
        let hours = stride(from: 0, to: fresh.count, by: UTCDay.windowsPerHour).compactMap { first in
            let hour = fresh[first..<first + UTCDay.windowsPerHour]
            let sum = hour.flatMap(\.models).reduce(into: [ModelWindow]()) { sum, value in
                sum = [sum.first?.merged(with: value) ?? value]
            }
            return hour.last.flatMap { CollectedHour(last: $0.window, collected: hour.map(\.window), models: sum) }
        }
        _ = try test.archive.commit(hours, of: source)
    }

    func slo(
        _ parameters: [String: Name], objectives: [Objective] = [], exclusions: [Exclusion] = [], now: Int,
        zone: Zone = .utc
    ) throws -> SloAnswer {
        var context = QuestionContext(now: now, zone: zone)
        (context.objectives, context.exclusions) = (objectives, exclusions)
        return try SloQuestion(QueryParameters(parameters), in: context).answer(from: test.archive)
    }

    /// The true share of requests at or below a limit among the windows that count.
    func share(atMost milliseconds: Double, in period: PeriodStretch, excluding: [Exclusion] = []) -> ExactShare? {
        // They are in the order of their windows.
        let (first, last) = (place(after: period.start), place(after: period.end))
        let own = truth[first..<last].filter { request in
            !excluding.contains { $0.from < request.window.end && request.window.start < $0.to }
        }
        return ExactShare(own.filter { $0.milliseconds <= milliseconds }.count, of: own.count)
    }

    private func place(after time: Int) -> Int {
        var (low, high) = (0, truth.count)
        while low < high {
            let middle = (low + high) / 2
            if truth[middle].window.end > time { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
