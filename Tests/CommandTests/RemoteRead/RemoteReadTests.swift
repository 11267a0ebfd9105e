import Foundation
import Latency
import TestSupport
import Testing

/// PromQL's own engine over the archive.
@Suite("A Prometheus that reads from serve")
struct RemoteReadTests {
    private let archive: YearsOfCounts
    private let served: ServedProgram
    private let prometheus: PrometheusServer

    init() throws {
        archive = try YearsOfCounts()
        served = try ServedProgram(archive: archive.path)
        prometheus = try ReadingPrometheus(reading: served).server
    }

    private static let count = #"request_duration_seconds_count{source="default"}"#
    private static let bucket = #"request_duration_seconds_bucket{source="default"}"#

    @Test("differences are the counts, to the request, over windows, days, thinned hours and thirty days")
    func differences() throws {
        let end = YearsOfCounts.end
        for (time, span, text) in [
            (end, 30 * 86_400, "30d"), (end - 7 * 300, 86_400, "1d"), (end, 300, "5m"),
            (YearsOfCounts.thinned + 43_200, 129_600, "36h"), (end, 32 * 86_400, "2764800s"),
        ] {
            let values = try prometheus.values(
                of: "\(Self.count) - \(Self.count) offset \(text)", at: time, by: "model")
            #expect(values.count == 3)
            for model in YearsOfCounts.models {
                let truth = archive.sum(of: model, from: time - span, to: time).reduce(0, +)
                #expect(values[model.text] == Double(truth), "\(model) \(text)")
            }
        }
        let buckets = try prometheus.values(
            of: #"sum by (le) (request_duration_seconds_bucket{source="default",model="gpt-4"}"#
                + #" - request_duration_seconds_bucket{source="default",model="gpt-4"} offset 7d)"#, at: end, by: "le")
        let truth = archive.sum(of: "gpt-4", from: end - 7 * 86_400, to: end)
        let cumulative = (1...4).map { Double(truth[..<$0].reduce(0, +)) }
        #expect(["0.1", "0.5", "2.5", "+Inf"].map { buckets[$0] } == cumulative)
        let sums = try prometheus.values(
            of:
                #"request_duration_seconds_sum{source="default"} - request_duration_seconds_sum{source="default"} offset 1d"#,
            at: end, by: "model")
        #expect(sums["gpt-4"] == Double(archive.sum(of: "gpt-4", from: end - 86_400, to: end)[0]))
    }

    @Test("its percentile of the growth is ours")
    func percentile() throws {
        let quantile = "histogram_quantile(0.95, sum by (model, le) (\(Self.bucket) - \(Self.bucket) offset 1d))"
        let values = try prometheus.values(of: quantile, at: YearsOfCounts.end, by: "model")
        let ours = try MetricsctlRun([
            "history", "--json", "--hours", "24", "--step", "1d", "--db", archive.path, "--at", "2025-10-19T00:00:00Z",
        ])
        let answer = try #require(try JSONSerialization.jsonObject(with: Data(ours.output.utf8)) as? [String: Any])
        let entries = try #require(answer["data"] as? [[String: Any]])
        #expect(entries.count == 3)
        for entry in entries {
            let points = try #require(entry["data_points"] as? [[String: Any]])
            let p95: Double = try #require(points.last?["p95_latency_ms"] as? Double)
            let model = try #require(entry["model"] as? String)
            let theirs = try #require(values[model])
            #expect(abs(theirs * 1000 - p95) <= 0.005)
        }
    }

    @Test("a gap in collecting stays one; in hours that are kept whole the counters stand still")
    func gaps() throws {
        func values(at time: Int) throws -> Int {
            try prometheus.values(of: Self.count, at: time, by: "model").count
        }
        #expect(try values(at: YearsOfCounts.beforeGap) == 3)
        #expect(try values(at: YearsOfCounts.beforeGap + 299) == 3)
        #expect(try values(at: YearsOfCounts.beforeGap + 1800) == 0)
        // The first window behind it begins with a sample.
        #expect(try values(at: YearsOfCounts.beforeGap + 3600) == 3)
        let thinned = YearsOfCounts.thinned - 3600
        for minute in stride(from: 0, to: 60, by: 7) {
            let count = "\(Self.count) - \(Self.count) offset 1h"
            let grown = try prometheus.values(of: count, at: thinned + minute * 60, by: "model")["gpt-4"]
            #expect(grown == Double(archive.sum(of: "gpt-4", from: thinned - 3600, to: thinned).reduce(0, +)))
        }
    }

    @Test("matchers match as in PromQL, and without one for the source there is nothing")
    func matchers() throws {
        func models(_ selector: String) throws -> Set<String> {
            Set(try prometheus.values(of: selector, at: YearsOfCounts.end, by: "model").keys)
        }
        let name = "request_duration_seconds_count"
        #expect(try models(#"\#(name){source="default",model=~"gpt-[0-9]+|nobody"}"#) == ["gpt-4"])
        #expect(try models(#"\#(name){source="default",model!~"gpt.*"}"#) == ["llama \"3\"\\b", "한국어 모델"])
        #expect(try models(#"\#(name){source="default",model="llama \"3\"\\b"}"#) == ["llama \"3\"\\b"])
        #expect(try models(#"\#(name){source="default",model!="gpt-4",layout=""}"#).count == 2)
        #expect(try models(#"{source="default",__name__=~".+_count"}"#).count == 3)
        #expect(try models(#"\#(name){source="other"}"#) == [])
        // A Prometheus that lacks `required_matchers` is answered nothing either.
        let careless = try ReadingPrometheus(
            reading: served,
            configuration: "remote_read: [{url: http://127.0.0.1:8000/api/v1/read, read_recent: true}]"
        ).server
        #expect(try careless.values(of: name, at: YearsOfCounts.end, by: "model").isEmpty)
        #expect(try careless.values(of: #"\#(name){source=""}"#, at: YearsOfCounts.end, by: "model").isEmpty)
        #expect(try careless.values(of: #"\#(name){source=~"def.*"}"#, at: YearsOfCounts.end, by: "model").count == 3)
    }

    @Test("every question of the dashboard has an answer")
    func dashboard() throws {
        let file = Checkout.root.appending(path: "Sources/Documentation/grafana-dashboard.json")
        let dashboard = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
        let panels = try #require(dashboard["panels"] as? [[String: Any]])
        #expect(panels.count == 6)
        for panel in panels {
            for target in try #require(panel["targets"] as? [[String: Any]]) {
                var question = try #require(target["expr"] as? String)
                for (variable, value) in [
                    "$source": "default", "${metric}": "request_duration_seconds", "$model": ".*", "$span": "1h",
                    "$label": "model",
                ] {
                    question = question.replacing(variable, with: value)
                }
                #expect(!question.contains("$"))
                let values = try prometheus.values(of: question, at: YearsOfCounts.end, by: "model")
                #expect(!values.isEmpty && values.values.allSatisfy { $0 > 0 }, "\(question)")
            }
        }
    }
}
