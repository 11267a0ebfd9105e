import Archive
import Foundation
import Latency
import SQLiteStore
import TestSupport
import Testing

/// The archive that `scripts/fuzz-archive` damages: written to the path that FUZZED_ARCHIVE names.
@Suite struct FuzzedArchive {
    private static let path = ProcessInfo.processInfo.environment["FUZZED_ARCHIVE"]
    private static let newest = SampleArchive.newest
    private static let day = 86_400

    private struct BadHistogram: Error {}

    /// Of two metrics six days each: two of hours alone, three that are sealed, and one that is hot.
    @Test("the archive is written, where it is asked for")
    func write() throws {
        guard let path = Self.path else { return }
        let archive = try Archive(creatingAt: path)
        var random = SplitMix64(seed: 1)
        for metric in ["request_duration_seconds", "queue_duration_seconds"] {
            let source = try archive.source(
                SourceDescription(
                    name: "default", metric: Name(metric), url: "http://localhost:9090", selector: "",
                    modelLabel: "model",
                    unit: .seconds))
            for age in (0...5).reversed() {
                let end = Window(endedAt: Self.newest - age * Self.day)
                let windows = try (0..<288).filter { age == 0 || $0 != 100 }.map { back in
                    CollectedWindow(
                        window: end.advanced(by: -back), models: try (1...12).map { try model($0, &random) })
                }
                try archive.commit(windows, run: run(finished: end.end + 2), of: source)
            }
            for age in 1...400 { try archive.record(run(finished: Self.newest + 2 - age * 300), of: source) }
            try archive.record(run(finished: Self.newest + 3), of: source)
            try archive.setUnit(
                of: source, UnitChange(time: Self.newest, user: "alice", from: .seconds, to: .seconds))
            try archive.seal(of: source, at: Self.newest)
            try archive.downsampleToHours(of: source, before: Self.newest - 3 * Self.day)
        }
    }

    private func run(finished: Int) -> Run {
        Run(started: finished - 1, finished: finished, windows: 1, outcome: .success, detail: nil)
    }

    private func model(_ number: Int, _ random: inout SplitMix64) throws -> ModelWindow {
        let bounds = number % 4 == 0 ? [0.5, 1, 2, 4] : [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
        let counts = (0...bounds.count).map { _ in Int.random(in: 0..<60, using: &random) }
        guard let layout = BucketLayout(upperBounds: bounds), let part = Histogram.Part(layout: layout, counts: counts)
        else { throw BadHistogram() }
        return ModelWindow(
            model: Name("model-\(number)"), quality: .exact,
            histogram: Histogram(part, sumMicroseconds: counts.reduce(0, +) * 1_000_000))
    }
}
