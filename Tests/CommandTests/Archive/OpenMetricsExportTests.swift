import Archive
import Foundation
import Latency
import SQLiteStore
import TestSupport
import Testing

@testable import Questions

/// What the export gives a real promtool and Prometheus, asked back with PromQL.
@Suite struct OpenMetricsExportTests {
    private static let metric = "vllm:e2e_request_latency_seconds"
    /// 2025-10-17T05:30:00Z.
    private static let start = Window(endedAt: 1_760_679_000)

    private static let coarse = [0.5, 1]
    /// Comes up later, and so is the second layout though it is the first in the order of layouts.
    private static let fine = [0.1, 0.5, 2.5]

    /// Two windows, a window without data, one that was not collected, and two windows more. `mixed` has two layouts from
    /// the fourth window on, `"a\b"` is new then.
    private static func windows() throws -> [CollectedWindow] {
        func part(_ bounds: [Double], _ counts: [Int]) throws -> Histogram.Part {
            let layout = try #require(BucketLayout(upperBounds: bounds))
            return try #require(Histogram.Part(layout: layout, counts: counts))
        }
        func model(_ name: Name, _ sum: Int?, _ parts: Histogram.Part...) -> ModelWindow {
            var histogram = Histogram()
            for (index, one) in parts.enumerated() {
                histogram.merge(Histogram(one, sumMicroseconds: index == 0 ? sum : 0))
            }
            return ModelWindow(model: name, quality: .exact, histogram: histogram)
        }
        func window(_ index: Int, _ models: [ModelWindow]) -> CollectedWindow {
            CollectedWindow(window: start.advanced(by: index), models: models)
        }
        return [
            window(0, [model("mixed", 1_500_000, try part(coarse, [3, 1, 0]))]),
            window(1, [model("mixed", 7_000_000, try part(coarse, [0, 2, 1]))]),
            window(2, []),
            window(
                4,
                [
                    model("mixed", 2_000_000, try part(coarse, [5, 0, 0]), try part(fine, [1, 2, 3, 4])),
                    model("\"a\\b\"", nil, try part(coarse, [0, 0, 9])),
                ]),
            window(
                5,
                [
                    model("mixed", 500_000, try part(coarse, [1, 1, 1]), try part(fine, [0, 0, 0, 0])),
                    model("\"a\\b\"", nil, try part(coarse, [40, 60, 0])),
                ]),
        ]
    }

    private func exported(to folder: TemporaryFolder) throws -> PrometheusServer {
        let archive = try Archive(creatingAt: folder.path("metrics.db"))
        let source = try archive.source(
            SourceDescription(
                name: "eu", metric: Name(Self.metric), url: "http://localhost:9090", selector: "",
                modelLabel: "model_name",
                unit: .seconds))
        try archive.commit(try Self.windows(), run: nil, of: source)
        let result = try Program.metricsctl().run(
            "archive", "export", "--format", "openmetrics", "--db", folder.path("metrics.db"))
        #expect(result.exitCode == 0 && result.stderr.isEmpty)
        let history = folder.url.appending(path: "history.om")
        try Data(result.stdout.utf8).write(to: history)
        return try PrometheusServer(history: history)
    }

    @Test("every bucket of every window grows in Prometheus by what the archive counted")
    func everyBucket() throws {
        let folder = try TemporaryFolder()
        let server = try exported(to: folder)
        for collected in try Self.windows() {
            let end = collected.window.end
            let all = "\(Self.metric)_bucket{le=\"+Inf\"}"
            let growth = try server.values(of: "sum(\(all) - \(all) offset 5m)", at: end, by: "none")[""] ?? 0
            #expect(Int(growth) == collected.models.reduce(0) { $0 + $1.histogram.requests })
            for value in collected.models {
                for part in value.histogram.parts {
                    let layout = part.layout.upperBounds == Self.fine ? "2" : ""
                    let name = value.model.text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
                    let selector = "{model_name=\"\(name)\",layout=\"\(layout)\",source=\"eu\"}"
                    let found = try server.values(
                        of: "\(Self.metric)_bucket\(selector) - \(Self.metric)_bucket\(selector) offset 5m", at: end,
                        by: "le")
                    let bounds = part.layout.upperBounds.map(\.description) + ["+Inf"]
                    var cumulative = 0
                    for (bound, count) in zip(bounds, part.counts) {
                        cumulative += count
                        #expect(found[bound] == Double(cumulative), "\(value.model) \(end) \(bound)")
                    }
                }
            }
        }
    }

    @Test("percentiles and means come out as the archive's own")
    func percentiles() throws {
        let folder = try TemporaryFolder()
        let server = try exported(to: folder)
        let windows = try Self.windows()
        let last = try #require(windows.last)
        let model = try #require(last.models.first)
        let p95 = try #require(Percentiles(of: model.histogram, unit: .seconds).p95)
        #expect(model.histogram.parts.count == 1)
        let name = #"{model_name="\"a\\b\""}"#
        let bucket = "\(Self.metric)_bucket\(name)"
        let asked = try server.values(
            of: "histogram_quantile(0.95, \(bucket) - \(bucket) offset 5m)", at: last.window.end, by: "none")
        #expect(asked[""] == p95.milliseconds / 1000)

        // Over both windows before the gap: 8.5 s of 7 requests. The sum of the other model is nowhere known.
        let mixed = #"{model_name="mixed",layout=""}"#
        let sum = "\(Self.metric)_sum\(mixed)"
        #expect(try server.values(of: sum, at: windows[1].window.end, by: "none")[""] == 8.5)
        #expect(try server.values(of: sum, at: last.window.end, by: "none")[""] == 11)
        #expect(try server.values(of: "\(Self.metric)_sum\(name)", at: last.window.end, by: "none").isEmpty)
    }

    @Test("the text says its type and unit once, and begins at zero")
    func text() throws {
        let folder = try TemporaryFolder()
        _ = try exported(to: folder)
        let text = try String(contentsOf: folder.url.appending(path: "history.om"), encoding: .utf8)
        #expect(
            text.hasPrefix(
                """
                # TYPE vllm:e2e_request_latency_seconds histogram
                # UNIT vllm:e2e_request_latency_seconds seconds
                vllm:e2e_request_latency_seconds_bucket{source="eu",model_name="\\"a\\\\b\\"",le="0.5"} 0 1760679900

                """))
        #expect(text.hasSuffix("\n# EOF\n"))
        #expect(text.split(separator: "\n").filter { $0.hasPrefix("#") }.count == 3)
    }

    @Test("names with dots stand in quotes, the metric's among the labels")
    func dottedNames() throws {
        let folder = try TemporaryFolder()
        let archive = try Archive(creatingAt: folder.path("metrics.db"))
        let source = try archive.source(
            SourceDescription(
                name: "eu", metric: "gen_ai.server.duration_seconds", url: "http://localhost:9090", selector: "",
                modelLabel: "gen_ai.request.model", unit: .seconds))
        try archive.commit(try Self.windows(), run: nil, of: source)
        let result = try Program.metricsctl().run(
            "archive", "export", "--format", "openmetrics", "--db", folder.path("metrics.db"))
        #expect(
            result.stdout.hasPrefix(
                """
                # TYPE "gen_ai.server.duration_seconds" histogram
                # UNIT "gen_ai.server.duration_seconds" seconds
                {"gen_ai.server.duration_seconds_bucket",source="eu","gen_ai.request.model"="\\"a\\\\b\\"",le="0.5"} 0 1760679900

                """))
        let lines = result.stdout.split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines.allSatisfy { $0.hasPrefix(#"{"gen_ai.server.duration_seconds_"#) })
    }

    @Test("counts that add up to more than can be counted are told by stat, and are an error here")
    func beyondCounting() throws {
        let folder = try TemporaryFolder()
        let archive = try Archive(creatingAt: folder.path("metrics.db"))
        let source = try archive.source(
            SourceDescription(
                name: "eu", metric: Name(Self.metric), url: "http://localhost:9090", selector: "",
                modelLabel: "model_name", unit: .seconds))
        let layout = try #require(BucketLayout(upperBounds: [1]))
        let part = try #require(Histogram.Part(layout: layout, counts: [(1 << 53) - 1, 0]))
        let most = ModelWindow(model: "m", quality: .exact, histogram: Histogram(part, sumMicroseconds: 0))
        try archive.commit(
            (0..<1025).map { CollectedWindow(window: Self.start.advanced(by: $0), models: [most]) }, run: nil,
            of: source)
        let stat = try Program.metricsctl().run("archive", "stat", "--json", "--db", folder.path("metrics.db"))
        #expect(stat.exitCode == 0)
        #expect(stat.stdout.contains(#""warnings":["requests of model \"m\" add up to 2^63 or more"#))
        #expect(stat.stderr.hasPrefix("metricsctl: warning: requests of model \"m\" add up to 2^63 or more"))
        let export = try Program.metricsctl().run(
            "archive", "export", "--format", "openmetrics", "--db", folder.path("metrics.db"))
        #expect(export.exitCode == 1 && !export.stdout.hasSuffix("# EOF\n"))
        #expect(export.stderr.hasPrefix("metricsctl: requests of model \"m\" add up to 2^63 or more"))
    }
}
