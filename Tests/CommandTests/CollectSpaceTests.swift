import Archive
import Foundation
import Latency
import SQLiteStore
import TestSupport
import Testing

extension CollectTests {
    @Suite struct Space {
        @Test(
            "a backfill, and a run that seals several days, leave a file of at most 1.2 times the bytes in use",
            arguments: [
                (1, ["--backfill", "1h"]),
                (1, ["--again", "--from", "2025-10-17T11:50:00Z", "--to", "2025-10-17T11:55:00Z"]), (4, []),
            ])
        func pages(days: Int, options: [String]) throws {
            let bench = try CollectBench.filled()
            try Self.fill(bench.archive, days: days)
            let before = try pages(of: bench)
            let result = try Program.metricsctl().run(
                bench.arguments(options, from: SmallServer.url, at: SmallServer.noon))
            #expect(result.exitCode == 0)
            let after = try pages(of: bench)
            #expect(try bench.sqlite("select count(*) from sealed_day") == "\(days)\n")
            #expect(after.all < before.all)
            #expect(10 * after.all <= 12 * after.used, "\(after.all) pages, of which \(after.used) are in use")
        }

        private func pages(of bench: CollectBench) throws -> (all: Int, used: Int) {
            let numbers = try bench.sqlite("pragma page_count; pragma freelist_count").split(separator: "\n")
            let (all, free) = (try #require(Int(numbers[0])), try #require(Int(numbers[1])))
            return (all, all - free)
        }

        /// Days up to 2025-10-16, hot as a backfill leaves them that was cut short.
        private static func fill(_ path: String, days: Int) throws {
            let archive = try Archive(creatingAt: path)
            let source = try #require(try archive.sources().first)
            let layout = try #require(BucketLayout(upperBounds: (1...12).map { Double($0) }))
            var random = SplitMix64(seed: 1)
            let last = UTCDay(holding: Window(endedAt: SmallServer.noon)).index - 1
            for day in (last - days + 1)...last {
                let windows = try UTCDay(index: day).windows.windows.map { window in
                    let models = try (0..<20).map { model in
                        let counts = (0...12).map { _ in Int.random(in: 0...900, using: &random) }
                        let part = try #require(Histogram.Part(layout: layout, counts: counts))
                        return ModelWindow(
                            model: "model-\(model)", quality: .exact, histogram: Histogram(part, sumMicroseconds: nil))
                    }
                    return CollectedWindow(window: window, models: models)
                }
                try archive.commit(windows, run: nil, of: source)
            }
        }
    }
}
