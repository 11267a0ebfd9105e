import Archive
import Foundation
import Latency
import SQLiteStore

/// An archive of two vLLM clusters of which the first has several measures, filled by hand; its newest window ended when
/// that of `SampleArchive` did.
final class ClusterArchive {
    /// Empty as yet.
    private let sample: SampleArchive
    var path: String { sample.path }

    static let metrics: [(measure: String, metric: Name, bounds: [Double])] = [
        ("e2e", "vllm:e2e_request_latency_seconds", [1, 2.5, 5, 10, 20]),
        ("ttft", "vllm:time_to_first_token_seconds", [0.1, 0.25, 0.5, 1, 2.5]),
        ("itl", "vllm:inter_token_latency_seconds", [0.01, 0.025, 0.05, 0.1, 0.25]),
    ]
    static let models: [Name] = ["meta-llama/Llama-3.1-70B-Instruct", "gpt-4", "internal-test"]

    init() throws {
        sample = try SampleArchive(empty: true)
        let archive = try Archive(creatingAt: path)
        for (place, metric) in Self.metrics.enumerated() {
            try fill(archive, "cluster-a", metric.metric, metric.bounds, models: Self.models, shift: place)
        }
        let first = Self.metrics[0]
        try fill(archive, "cluster-b", first.metric, first.bounds, models: ["gpt-4"], shift: 1)
    }

    /// Two hours, of which the first model has no traffic in the middle.
    private func fill(
        _ archive: Archive, _ name: Name, _ metric: Name, _ bounds: [Double], models: [Name], shift: Int
    ) throws {
        guard let layout = BucketLayout(upperBounds: bounds) else { throw SampleArchive.BadHistogram() }
        let source = try archive.source(
            SourceDescription(
                name: name, metric: metric, url: "http://\(name):9090", selector: "", modelLabel: "model_name",
                unit: .seconds))
        let windows = try (0..<24).map { age in
            let found = try models.enumerated().map { place, model in
                var counts = [Int](repeating: 0, count: bounds.count + 1)
                if place > 0 || !(8..<11).contains(age) {
                    for bucket in 0...3 {
                        counts[(bucket + shift) % 4] = [3, 40, 20, 2 + age % 5][bucket] * (place + 1)
                    }
                }
                guard let part = Histogram.Part(layout: layout, counts: counts) else {
                    throw SampleArchive.BadHistogram()
                }
                return ModelWindow(model: model, quality: .exact, histogram: Histogram(part, sumMicroseconds: nil))
            }
            return CollectedWindow(window: Window(endedAt: SampleArchive.newest - 300 * age), models: found)
        }
        let run = Run(
            started: SampleArchive.newest + 1, finished: SampleArchive.newest + 2, windows: windows.count,
            outcome: .success, detail: nil)
        try archive.commit(windows.sorted { $0.window < $1.window }, run: run, of: source)
    }

    /// What a file says of the pages.
    func configuration(_ text: String) throws -> [String] {
        let file = sample.directory.appending(path: "config.yaml")
        try Data(text.utf8).write(to: file)
        return ["--config", file.path]
    }
}
