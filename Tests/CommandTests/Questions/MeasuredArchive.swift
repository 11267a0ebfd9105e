import Archive
import Foundation
import Latency
import SQLiteStore
import TestSupport

/// An archive of two clusters with what a collection of all measures of vLLM leaves, in the hour up to 14:30: east is kept by
/// region and tells everything, west whole requests alone, and has a hole.
final class MeasuredArchive {
    static let moment = GoldenArchive.moment

    let folder: TemporaryFolder
    var path: String { folder.path("metrics.db") }

    private static let bounds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    /// - Parameter regions: further ones, of one model.
    init(regions: [Name] = []) throws {
        folder = try TemporaryFolder()
        let archive = try Archive(creatingAt: path)
        try fillEast(archive, regions)
        let west = try archive.source(
            description("west", "litellm_request_total_latency_metric", .e2e, by: [], unit: .milliseconds))
        try archive.commit(
            windows { number in
                number == 5 ? nil : [try Self.latency("gpt-4", [], [0, 0, 3, 40, 20, 0, 0, 0, 0], scale: 1000)]
            }, run: nil, of: west)
    }

    private func fillEast(_ archive: Archive, _ regions: [Name]) throws {
        for (metric, measure, counts) in [
            ("vllm:e2e_request_latency_seconds", .e2e, [0, 0, 0, 10, 60, 25, 4, 1, 0]),
            ("vllm:time_to_first_token_seconds", .ttft, [5, 60, 30, 5, 0, 0, 0, 0, 0]),
            ("vllm:inter_token_latency_seconds", .itl, [5000, 900, 100, 0, 0, 0, 0, 0, 0]),
            ("vllm:request_queue_time_seconds", .queue, [0, 0, 0, 0, 0, 0, 0, 0, 0]),
        ] as [(Name, Measure, [Int])] {
            let source = try archive.source(description("east", metric, measure))
            try archive.commit(
                windows { number in
                    let quality: Quality = number == 7 && measure == .ttft ? .spanned : .exact
                    return try [
                        Self.latency("llama-3-70b", ["eu"], counts, quality),
                        Self.latency("llama-3-70b", ["us"], counts.map { 2 * $0 }),
                        Self.latency("gpt-4", ["eu"], counts.map { $0 / 10 }),
                    ] + regions.map { try Self.latency("llama-3-70b", [$0], counts) }
                }, run: nil, of: source)
        }
        for (metric, measure, label) in [
            ("vllm:generation_tokens_total", .outputTokens, nil), ("vllm:request_success_total", .requests, nil),
            ("vllm:request_success_total{finished_reason=~\"error|abort\"}", .errors, "finished_reason"),
        ] as [(Name, Measure, Name?)] {
            let source = try archive.source(description("east", metric, measure, kind: .counter, classLabel: label))
            try archive.commit(
                windows { number in
                    switch measure {
                    case .errors:
                        return try [
                            Self.counter("llama-3-70b", ["eu", "abort"], number % 2),
                            Self.counter("llama-3-70b", ["us", "error"], 1),
                        ]
                    case .requests:
                        return try [
                            Self.counter("llama-3-70b", ["eu"], 101), Self.counter("llama-3-70b", ["us"], 201),
                            Self.counter("gpt-4", ["eu"], 10),
                        ]
                    default:
                        return try [
                            Self.counter("llama-3-70b", ["eu"], 30_000), Self.counter("llama-3-70b", ["us"], 60_000),
                            Self.counter("gpt-4", ["eu"], 3000),
                        ]
                    }
                }, run: nil, of: source)
        }
        // A mean and no percentiles.
        let prefill = try archive.source(
            description("east", "vllm:request_prefill_time_seconds", .prefill, kind: .mean))
        try archive.commit(
            windows { _ in [try Self.counter("llama-3-70b", ["eu"], 100, sum: 100 * 120_000)] }, run: nil, of: prefill)
    }

    private func description(
        _ name: Name, _ metric: Name, _ measure: Measure, by labels: [Name] = ["region"],
        kind: SourceKind = .histogram, unit: LatencyUnit = .seconds, classLabel: Name? = nil
    ) -> SourceDescription {
        SourceDescription(
            name: name, metric: metric, url: "http://\(name):9090", selector: "", modelLabel: "model_name", unit: unit,
            measure: Name(measure.rawValue), kind: kind, labels: labels, classLabel: classLabel)
    }

    /// The twelve windows of the hour, but for those of which nothing is made.
    private func windows(_ models: (_ number: Int) throws -> [ModelWindow]?) rethrows -> [CollectedWindow] {
        try (0..<12).compactMap { number in
            try models(number).map {
                CollectedWindow(window: Window(endedAt: SampleArchive.newest - 300 * (11 - number)), models: $0)
            }
        }
    }

    private struct BadHistogram: Error {}

    private static func latency(
        _ model: Name, _ labels: [Name], _ counts: [Int], _ quality: Quality = .exact, scale: Double = 1
    ) throws -> ModelWindow {
        guard let layout = BucketLayout(upperBounds: bounds.map { $0 * scale }),
            let part = Histogram.Part(layout: layout, counts: counts)
        else { throw BadHistogram() }
        return ModelWindow(
            series: SeriesKey(model, labels: labels), quality: quality,
            histogram: Histogram(part, sumMicroseconds: counts.reduce(0, +) * 700_000))
    }

    private static func counter(_ model: Name, _ labels: [Name], _ count: Int, sum: Int? = nil) throws -> ModelWindow {
        guard let layout = BucketLayout(upperBounds: []), let part = Histogram.Part(layout: layout, counts: [count])
        else { throw BadHistogram() }
        return ModelWindow(
            series: SeriesKey(model, labels: labels), quality: .exact,
            histogram: Histogram(part, sumMicroseconds: sum))
    }
}
