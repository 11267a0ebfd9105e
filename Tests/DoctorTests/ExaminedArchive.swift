import Archive
import Latency
import SQLiteStore
import TestSupport

/// An archive that one source was collected into, up to `CannedPrometheus.now`.
struct ExaminedArchive {
    static let newest = CannedPrometheus.now - 60

    let folder: TemporaryFolder
    var path: String { folder.path("metrics.db") }

    /// - Parameters:
    ///   - missing: which of the last twelve windows, counted from the oldest as 1, were never collected.
    ///   - runs: the newest last.
    init(
        metric: String = "request_duration_seconds", unit: LatencyUnit = .seconds, told: UnitOrigin? = nil,
        missing: Set<Int> = [], sumMicroseconds: Int? = nil, runs: [Run] = [ExaminedArchive.success(minutesAgo: 0)]
    ) throws {
        folder = try TemporaryFolder()
        let archive = try Archive(creatingAt: path)
        let source = try archive.source(
            SourceDescription(
                name: "default", metric: Name(metric), url: "http://localhost:9090", selector: "", modelLabel: "model",
                unit: unit))
        let windows = try (1...12).filter { !missing.contains($0) }.map { number in
            let counts = try Self.counts(sumMicroseconds)
            return CollectedWindow(
                window: Window(endedAt: Self.newest - 300 * (12 - number)),
                models: [ModelWindow(model: "gpt-4", quality: .exact, histogram: counts)])
        }
        try archive.commit(windows, run: nil, of: source)
        for run in runs { try archive.record(run, of: source) }
        if let told { try archive.note(SourceTold(unitOrigin: told), of: source) }
    }

    private struct BadHistogram: Error {}

    private static func counts(_ sumMicroseconds: Int?) throws -> Histogram {
        guard let layout = BucketLayout(upperBounds: [0.1, 1]),
            let part = Histogram.Part(layout: layout, counts: [8, 2, 0])
        else { throw BadHistogram() }
        return Histogram(part, sumMicroseconds: sumMicroseconds)
    }

    static func success(minutesAgo minutes: Int, warnings: [String] = []) -> Run {
        let time = CannedPrometheus.now - 60 * minutes
        return Run(
            started: time - 1, finished: time, windows: 1, outcome: .success, detail: nil, warnings: warnings)
    }

    static func failure(minutesAgo minutes: Int) -> Run {
        let time = CannedPrometheus.now - 60 * minutes
        return Run(
            started: time - 1, finished: time, windows: 0, outcome: .failure(.unreachable),
            detail: "cannot reach http://a")
    }
}
