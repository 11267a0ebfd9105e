import Archive
import Foundation
import Latency
import SQLiteStore
import TestSupport

/// An archive of 33 days whose counts are known, the oldest of them kept by hours alone, and with an hour that was never collected.
struct YearsOfCounts {
    static let models: [Name] = ["gpt-4", "llama \"3\"\\b", "한국어 모델"]
    static let bounds = [0.1, 0.5, 2.5]
    /// A midnight of UTC.
    static let start = 1_757_980_800
    static let days = 33
    static let end = start + days * 86_400
    /// The last window before the hour without windows, on the last day.
    static let beforeGap = end - 6 * 3600
    /// Where the days end whose windows are no longer kept.
    static let thinned = start + 3 * 86_400

    let folder: TemporaryFolder
    /// By model, then by window, then by bucket.
    let counts: [Name: [Int: [Int]]]
    var path: String { folder.path("metrics.db") }

    init() throws {
        folder = try TemporaryFolder()
        var random = SplitMix64(seed: 17)
        var counts: [Name: [Int: [Int]]] = [:]
        let archive = try Archive(creatingAt: folder.path("metrics.db"))
        let source = try archive.source(
            SourceDescription(
                name: "default", metric: "request_duration_seconds", url: "http://a", selector: "",
                modelLabel: "model", unit: .seconds))
        guard let layout = BucketLayout(upperBounds: Self.bounds) else { throw CocoaError(.featureUnsupported) }
        for day in 0..<Self.days {
            var windows: [CollectedWindow] = []
            for slot in 1...288 {
                let time = Self.start + day * 86_400 + slot * 300
                if time > Self.beforeGap, time <= Self.beforeGap + 3600 { continue }
                var values: [ModelWindow] = []
                for model in Self.models {
                    // What a model does at night: nothing, or not even that.
                    if model == Self.models[2], slot < 60 { continue }
                    let buckets = (0...3).map { _ in Int.random(in: 0..<1000, using: &random) }
                    counts[model, default: [:]][time] = buckets
                    guard let part = Histogram.Part(layout: layout, counts: buckets) else { continue }
                    let histogram = Histogram(part, sumMicroseconds: buckets[0] * 1_000_000)
                    values.append(ModelWindow(model: model, quality: .exact, histogram: histogram))
                }
                windows.append(CollectedWindow(window: Window(endedAt: time), models: values))
            }
            try archive.commit(windows, run: nil, of: source)
            try archive.seal(of: source, at: Self.start + (day + 2) * 86_400)
        }
        try archive.downsampleToHours(of: source, before: Self.thinned)
        self.counts = counts
    }

    /// What a model counted in `(from, to]`, by bucket.
    func sum(of model: Name, from: Int, to: Int) -> [Int] {
        (counts[model] ?? [:]).filter { from < $0.key && $0.key <= to }.values.reduce([0, 0, 0, 0]) {
            zip($0, $1).map(+)
        }
    }
}

/// A Prometheus that has nothing itself and reads from `serve`, configured as the page for Grafana's users says.
struct ReadingPrometheus {
    let server: PrometheusServer

    init(reading served: ServedProgram, configuration: String? = nil) throws {
        let page = try Checkout.text("Sources/Documentation/Grafana.md")
        guard let block = page.firstMatch(of: /```yaml\n((?:.*\n)+?)```/) else {
            throw CocoaError(.fileReadCorruptFile)
        }
        let text = (configuration ?? String(block.1)).replacing("http://127.0.0.1:8000", with: served.url)
        server = try PrometheusServer(configuration: text, folder: try TemporaryFolder())
    }
}
