import Archive
import Foundation
import Latency
import SQLiteStore
import TestSupport
import Testing

@testable import modelsim

/// Ten minutes of native histograms with custom buckets, as Prometheus 3 makes of classic ones, that it can't add up: of two
/// versions of a server during a roll-out, and beside exponential ones. Scraped every 15 s; nothing restarts. Only run by
/// `scripts/test-newest`, since older servers don't have such histograms.
@Suite("Native histograms that Prometheus can't add up")
struct UnsummableHistogramsTests {
    private static let end = 1_760_000_400

    @Test("are counted replica by replica")
    func counted() throws {
        var request = Protobuf()
        let (narrow, wide, exponential) = (
            Buckets(schema: -53, bounds: [0.1, 1], growth: [1, 2, 0]),
            Buckets(schema: -53, bounds: [0.2, 0.5, 1], growth: [3, 0, 0, 1]),
            Buckets(schema: 0, bounds: [], growth: [5, 0])
        )
        let models = ["alike": [narrow, narrow], "bounds": [narrow, wide], "kinds": [narrow, exponential]]
        for (model, replicas) in models {
            for (place, buckets) in replicas.enumerated() {
                request.field(1, Self.series(of: buckets, model: model, instance: "\(place)"))
            }
        }
        let folder = try TemporaryFolder()
        let file = folder.url.appending(path: "push")
        try Data(Snappy.literals(request.bytes)).write(to: file)
        let prometheus = try PrometheusServer(pushing: [file])
        let run = try Program.metricsctl().run(
            "collect", "--prometheus-url", prometheus.url, "--db", folder.path("metrics.db"), "--at",
            Date(timeIntervalSince1970: Double(Self.end)).formatted(.iso8601))
        #expect(run == .init(exitCode: 0, stdout: "", stderr: ""))

        let archive = try Archive(readingAt: folder.path("metrics.db"))
        let source = try #require(try archive.sources().first)
        let window = Window(endedAt: Self.end)
        var found: [String: [[Int]]] = [:]
        _ = try archive.forEachWindow(of: source, in: window...window, newestFirst: false) { window in
            for value in window.models {
                #expect(value.quality == .exact)
                found[value.model.text] = value.histogram.parts.map { $0.counts.filter { $0 > 0 } }.sorted {
                    $0[0] < $1[0]
                }
            }
            return true
        }
        // Twenty scrapes in the window.
        #expect(found == ["alike": [[40, 80]], "bounds": [[20, 40], [60, 20]], "kinds": [[20, 40], [100]]])
    }

    /// How many more requests each bucket has at every scrape. The first bucket of an exponential one ends at 1.
    private struct Buckets {
        let schema: Int
        let bounds: [Double]
        let growth: [Int]
    }

    private static func series(of buckets: Buckets, model: String, instance: String) -> Protobuf {
        var series = Protobuf()
        let labels = ["__name__": "request_duration_seconds", "instance": instance, "job": "j", "model": model]
        for (name, value) in labels.sorted(by: { $0.key < $1.key }) {
            var pair = Protobuf()
            pair.field(1, name)
            pair.field(2, value)
            series.field(1, pair)
        }
        for scrape in 0...40 { series.field(4, histogram(of: buckets, scrape)) }
        return series
    }

    /// Field numbers: prompb/types.proto of github.com/prometheus/prometheus.
    private static func histogram(of buckets: Buckets, _ scrape: Int) -> Protobuf {
        let counts = buckets.growth.map { 1000 + $0 * scrape }
        var histogram = Protobuf()
        histogram.field(1, counts.reduce(0, +))
        histogram.field(3, Double(counts.reduce(0, +)))
        histogram.field(4, zigzag: buckets.schema)
        var span = Protobuf()
        span.field(1, zigzag: 0)
        span.field(2, counts.count)
        histogram.field(11, span)
        for (count, before) in zip(counts, [0] + counts) { histogram.field(12, zigzag: count - before) }
        histogram.field(15, (end - 600 + 15 * scrape) * 1000)
        for bound in buckets.bounds { histogram.field(16, bound) }
        return histogram
    }
}
