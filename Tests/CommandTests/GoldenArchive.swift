import Archive
import Foundation
import Latency
import SQLiteStore
import TestSupport

/// The archive that all golden files are answers of: three days of one source, with everything that an answer can hold. Of
/// the first day only hours are left, the second is sealed, the third is not.
final class GoldenArchive {
    static let moment = "2025-10-17T14:32:30+09:00"
    /// The same in seconds since 1970 UTC.
    static let now = newest + 150

    private static let newest = SampleArchive.newest
    private static let day = 86_400

    let folder: TemporaryFolder
    var path: String { folder.path("metrics.db") }

    init() throws {
        folder = try TemporaryFolder()
        let archive = try Archive(creatingAt: path)
        let source = try archive.source(
            SourceDescription(
                name: "default", metric: "request_duration_seconds", url: "http://localhost:9090",
                selector: #"job="a""#,
                modelLabel: "model", unit: .seconds))
        for age in [2, 1, 0] {
            try archive.commit(Self.windows(upTo: Self.newest - age * Self.day, age: age), run: nil, of: source)
        }
        for run in Self.runs { try archive.record(run, of: source) }
        try archive.setUnit(
            of: source, UnitChange(time: Self.newest - Self.day, user: "alice", from: .seconds, to: .seconds))
        try archive.seal(of: source, at: Self.newest)
        try archive.downsampleToHours(of: source, before: Self.newest - Self.day)
    }

    private struct BadHistogram: Error {}

    /// Eight windows, of which the fifth was never collected and the sixth has no samples.
    private static func windows(upTo newest: Int, age: Int) throws -> [CollectedWindow] {
        try (1...8).filter { $0 != 5 }.map { number in
            CollectedWindow(
                window: Window(endedAt: newest - 300 * (8 - number)),
                models: number == 6 ? [] : try models(in: number, age: age))
        }
    }

    private static func models(in number: Int, age: Int) throws -> [ModelWindow] {
        let wide = try part([0.5, 5], [number, 2, 0])
        let old = ModelWindow(
            model: "gone-7b", quality: .exact,
            histogram: Histogram(try part(bounds, [0, 9, 0, 0]), sumMicroseconds: nil))
        return [
            ModelWindow(
                model: "gpt-4", quality: .exact,
                histogram: Histogram(try part(bounds, [900, 100 * number, 5, 0]), sumMicroseconds: 12_345_678 * number)),
            ModelWindow(
                model: "한국어 모델/a+b", quality: number == 3 ? .reset : .exact,
                histogram: Histogram(try part(bounds, [0, 0, 0, 10 + number]), sumMicroseconds: nil)),
            ModelWindow(
                model: #"say "hi", <b>"#, quality: .partial,
                histogram: Histogram(try part(bounds, [0, 0, number == 1 ? 7 : 0, 0]), sumMicroseconds: nil)),
            ModelWindow(
                model: "two-layouts", quality: .spanned,
                histogram: Histogram([wide, try part(bounds, [0, 3, number, 0])], sumMicroseconds: 9_000_000)),
            ModelWindow(model: "", quality: .exact, histogram: Histogram(wide, sumMicroseconds: nil)),
        ] + (age == 2 ? [old] : [])
    }

    private static let bounds = [0.1, 0.2, 0.4]

    private static func part(_ bounds: [Double], _ counts: [Int]) throws -> Histogram.Part {
        guard let layout = BucketLayout(upperBounds: bounds), let part = Histogram.Part(layout: layout, counts: counts)
        else { throw BadHistogram() }
        return part
    }

    private static let runs = [
        Run(started: newest - 900, finished: newest - 898, windows: 8, outcome: .success, detail: nil),
        Run(
            started: newest - 600, finished: newest - 590, windows: 0, outcome: .failure(.unreachable),
            detail: #"cannot reach http://localhost:9090: "no route", they say"#,
            work: RunStatistics(milliseconds: 10_250, queries: 5, retries: 4)),
        Run(
            started: newest + 1, finished: newest + 2, windows: 2, outcome: .success, detail: nil,
            work: RunStatistics(milliseconds: 1234, models: 5, queries: 7, retries: 1, bytes: 123_456),
            warnings: ["a bucket of model <b> was left out", "so was another"]),
    ]
}
