import Foundation
import Latency
import TestSupport
import Testing

@testable import Archive
@testable import SQLiteStore

/// A reader in another language, written from the documented format alone, reads what was stored.
@Suite struct ForeignReaderTests: OnOneSource {
    let own: OneSource

    init() throws { own = try OneSource() }

    /// 2025-10-17.
    private let day = UTCDay(index: 20_378)

    @Test("a reader in Python reads hot windows and sealed days of every kind as they were stored", arguments: 1...4)
    func reader(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let source = try archive.source(Samples.labelled)
        let days = (["한국어", "a"] as [Name]).flatMap { model in
            (["eu", "일본"] as [Name]).map { region in
                (SeriesKey(model, labels: [region, ""]), RandomDay.windows(&random))
            }
        }
        let windows = (0..<UTCDay.windows).map { slot in
            CollectedWindow(
                window: day.window(slot),
                models: days.compactMap { key, windows in
                    windows[slot].map { ModelWindow(series: key, quality: $0.quality, histogram: $0.histogram) }
                })
        }
        try archive.commit(windows, run: nil, of: source)
        let expected = Set(windows.flatMap { window in window.models.map { line(of: $0, in: window.window) } })
        #expect(try read() == expected)
        try archive.seal(of: source, at: day.end + Archive.sealingDelay)
        #expect(try archive.database.integer("SELECT count(*) FROM hot") == 0)
        #expect(try read() == expected)
    }

    /// What the reader prints of a model's window.
    private func line(of model: ModelWindow, in window: Window) -> String {
        let parts = model.histogram.parts.map { part in
            let bounds = part.layout.upperBounds.map { "\($0)" }
            return "[[\(bounds.joined(separator: ", "))], \(part.counts)]"
        }
        let sum = model.histogram.sumMicroseconds.map { "\($0)" } ?? "null"
        let metric = Samples.labelled.metric
        let region = model.series.labels[0]
        let labels = "{\"region\": \"\(region)\", \"class\": \"\"}"
        return
            "[\"\(metric)\", \"histogram\", \(labels), \"\(model.model)\", \(window.end), \"\(model.quality.name)\", \(sum), "
            + "[\(parts.joined(separator: ", "))]]"
    }

    private func read() throws -> Set<String> {
        let reader = Checkout.root.appending(path: "Tests/FormatReader/read.py").path
        let result = try Program(URL(fileURLWithPath: "/usr/bin/env")).run("python3", reader, directory.archive)
        try #require(result.exitCode == 0, "\(result.stderr)")
        return Set(result.stdout.split(separator: "\n").map(String.init))
    }
}
