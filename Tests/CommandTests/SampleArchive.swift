import Archive
import Foundation
import Latency
import SQLiteStore

/// An archive with four windows of two models, filled by hand; the newest ended at 2025-10-17T14:30:00+09:00.
final class SampleArchive {
    static let newest = 1_760_679_000
    static let newestText = "2025-10-17T14:30:00+09:00"

    let directory: URL
    var path: String { directory.appendingPathComponent("metrics.db").path }

    /// `empty` makes the directory only.
    init(empty: Bool = false, sources: [Name] = ["default"], newest: Int = SampleArchive.newest) throws {
        directory = FileManager.default.temporaryDirectory.appendingPathComponent("metricsctl-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        if !empty { try SampleArchive.fill(path, sources: sources, newest: newest) }
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    struct BadHistogram: Error {}

    /// Seals the day that the windows lie in.
    func seal() throws {
        let archive = try Archive(creatingAt: path)
        for source in try archive.sources() { try archive.seal(of: source, at: Self.newest + 2 * 86_400) }
    }

    /// A mark of somebody's, and an exclusion, within its windows.
    func addEvents() throws {
        let archive = try Archive(updatingAt: path)
        let at = Self.newest - 900
        _ = try archive.add(
            Mark(at: at, text: "vLLM 0.11", model: nil, kind: .manual, createdAt: at, createdBy: "alice"))
        let exclusion = Exclusion(from: at, to: at + 300, models: .all, reason: "driver upgrade")
        _ = try archive.add(RecordedExclusion(exclusion, createdAt: at, createdBy: "alice"))
    }

    /// The windows of one more model, beside those that are there already.
    static func fill(_ path: String, model name: Name) throws {
        let archive = try Archive(creatingAt: path)
        let source = try archive.source(description("default"))
        try archive.commit(
            [CollectedWindow(window: Window(endedAt: newest - 1500), models: [try model(name, [0, 1, 0, 0])])],
            run: nil, of: source)
    }

    /// Four windows up to the one that ended at `newest`, in seconds since 1970 UTC.
    static func fill(_ path: String, sources: [Name] = ["default"], newest: Int = SampleArchive.newest) throws {
        let archive = try Archive(creatingAt: path)
        for name in sources {
            let source = try archive.source(description(name))
            let windows = try (0..<4).map { age in
                CollectedWindow(
                    window: Window(endedAt: newest - 300 * (3 - age)),
                    models: [
                        try model("gpt-4", [0, 100, 0, 0]), try model("한국어 모델/a+b", [0, 0, 0, 10 + age]),
                    ])
            }
            let run = Run(started: newest + 1, finished: newest + 2, windows: 4, outcome: .success, detail: nil)
            try archive.commit(windows, run: run, of: source)
        }
    }

    private static func description(_ name: Name) -> SourceDescription {
        SourceDescription(
            name: name, metric: "request_duration_seconds", url: "http://localhost:9090", selector: "",
            modelLabel: "model", unit: .seconds)
    }

    private static func model(_ name: Name, _ counts: [Int]) throws -> ModelWindow {
        guard let layout = BucketLayout(upperBounds: [0.1, 0.2, 0.4]),
            let part = Histogram.Part(layout: layout, counts: counts)
        else { throw BadHistogram() }
        return ModelWindow(model: name, quality: .exact, histogram: Histogram(part, sumMicroseconds: nil))
    }
}
