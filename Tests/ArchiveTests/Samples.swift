import Latency

@testable import Archive
@testable import SQLiteStore

/// Values that many tests use.
enum Samples {
    static let description = SourceDescription(
        name: "default", metric: "http_request_duration_seconds", url: "http://localhost:9090", selector: "",
        modelLabel: "model", unit: .seconds)

    /// Another metric of the same server.
    static let other = SourceDescription(
        name: "default", metric: "tokens_per_second", url: "http://localhost:9090", selector: "", modelLabel: "model",
        unit: .seconds)

    /// Kept by region and class.
    static let labelled = SourceDescription(
        name: "labelled", metric: "http_request_duration_seconds", url: "http://localhost:9090", selector: "",
        modelLabel: "model", unit: .seconds, labels: ["region"], classLabel: "code")

    static func layout(_ bounds: [Double]) -> BucketLayout {
        guard let layout = BucketLayout(upperBounds: bounds) else { preconditionFailure("bad bounds in a test") }
        return layout
    }

    static func histogram(_ bounds: [Double], _ counts: [Int], sum: Int? = 0) -> Histogram {
        guard let part = Histogram.Part(layout: layout(bounds), counts: counts) else {
            preconditionFailure("bad counts in a test")
        }
        return Histogram(part, sumMicroseconds: sum)
    }

    static func model(_ name: Name, _ counts: [Int] = [1, 2, 3], _ quality: Quality = .exact) -> ModelWindow {
        ModelWindow(model: name, quality: quality, histogram: histogram([0.1, 0.5], counts))
    }

    static func window(_ index: Int, _ models: ModelWindow...) -> CollectedWindow {
        CollectedWindow(window: Window(index: index), models: models)
    }

    static func run(finished: Int, _ outcome: RunOutcome = .success, windows: Int = 1) -> Run {
        Run(started: finished - 2, finished: finished, windows: windows, outcome: outcome, detail: nil)
    }
}

extension Archive {
    /// The windows of a range, as a list.
    func windows(
        of source: Source, in range: ClosedRange<Int> = 0...10_000_000, newestFirst: Bool = false,
        models: Set<Name>? = nil
    ) throws(ArchiveError) -> [CollectedWindow] {
        try readWindows(of: source, in: range, newestFirst: newestFirst, models: models).value
    }

    /// The same, with what was left out.
    func readWindows(
        of source: Source, in range: ClosedRange<Int> = 0...10_000_000, newestFirst: Bool = false,
        models: Set<Name>? = nil
    ) throws(ArchiveError) -> Read<[CollectedWindow]> {
        var result: [CollectedWindow] = []
        let windows = Window(index: range.lowerBound)...Window(index: range.upperBound)
        let damages = try forEachWindow(
            of: source, in: windows, newestFirst: newestFirst, selection: SeriesSelection(models: models)
        ) {
            result.append($0)
            return true
        }
        return Read(value: result, damages: damages)
    }

    /// What is left out when all windows of a range are read.
    func damages(
        of source: Source, in range: ClosedRange<Int> = 0...10_000_000
    ) throws(ArchiveError) -> [ArchiveError] {
        try readWindows(of: source, in: range).damages.all
    }
}

/// The error that `body` throws; nil where it throws none or another.
func archiveError(_ body: () throws -> Void) -> ArchiveError? {
    do {
        try body()
        return nil
    } catch {
        return error as? ArchiveError
    }
}
