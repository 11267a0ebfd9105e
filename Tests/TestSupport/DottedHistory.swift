import Foundation

/// Half an hour up to now of a histogram with names as OpenTelemetry has them, with dots, which only some servers take;
/// scraped every 15 s. Of each scrape's new requests a third each took up to 0.5 s, up to 1 s, and longer.
///
/// `gpt-4o` has two replicas, one of which restarts after 1000 s. Two other models have names that Unicode calls equal.
package struct DottedHistory {
    package static let metric = "gen_ai.client.operation.duration"
    package static let label = "gen_ai.request.model"

    /// Seconds since 1970 UTC.
    package let end = Int(Date().timeIntervalSince1970) / 300 * 300
    private var start: Int { end - 1800 }

    private struct Series {
        let labels: [String: String]
        let value: (_ seconds: Int) -> Int
    }

    package init() {}

    private static let times = Array(stride(from: 0, through: 1800, by: 15))

    private var series: [Series] {
        replica(of: "gpt-4o", "a") { 1000 + $0 / 15 }
            + replica(of: "gpt-4o", "b", restart: 995) { $0 < 995 ? 1000 + $0 / 15 : ($0 - 990) / 15 }
            + replica(of: "caf\u{E9}", "c") { 1000 + 3 * $0 / 15 }
            + replica(of: "cafe\u{301}", "d") { 1000 + 5 * $0 / 15 }
    }

    private func replica(
        of model: String, _ instance: String, restart: Int = .max, _ count: @escaping (Int) -> Int
    ) -> [Series] {
        let target = ["job": "j", "instance": instance]
        let histogram = target.merging([Self.label: model, "service.instance.id": "\(instance).0"]) { $1 }
        let buckets = [("0.5", 1), ("1.0", 2), ("+Inf", 3)].map { le, share in
            Series(labels: histogram.merging(["__name__": Self.metric + "_bucket", "le": le]) { $1 }) {
                share * count($0)
            }
        }
        let start = start
        return buckets + [
            Series(labels: histogram.merging(["__name__": Self.metric + "_sum"]) { $1 }) { 3 * count($0) },
            Series(labels: target.merging(["__name__": "process_start_time_seconds"]) { $1 }) {
                $0 < restart ? start - 9000 : start + restart
            },
            Series(labels: target.merging(["__name__": "up"]) { $1 }) { _ in 1 },
        ]
    }

    /// As OpenMetrics text with quoted names, as Prometheus 3 reads it.
    package var openMetrics: String {
        let lines = series.flatMap { series in
            var labels = series.labels
            let name = labels.removeValue(forKey: "__name__") ?? ""
            let set = ["\"\(name)\""] + labels.sorted { $0.key < $1.key }.map { "\"\($0.key)\"=\"\($0.value)\"" }
            return Self.times.map { "{\(set.joined(separator: ","))} \(series.value($0)) \(start + $0)" }
        }
        return (lines + ["# EOF\n"]).joined(separator: "\n")
    }

    /// As lines of JSON, as VictoriaMetrics imports it.
    package func json() throws -> Data {
        var lines = Data()
        for series in series {
            let line: [String: Any] = [
                "metric": series.labels, "values": Self.times.map(series.value),
                "timestamps": Self.times.map { (start + $0) * 1000 },
            ]
            lines += try JSONSerialization.data(withJSONObject: line) + Data("\n".utf8)
        }
        return lines
    }

    /// What must be counted: the seconds at the window's end, the model, its requests by bucket, and the quality.
    package let counts = [600, 900, 1200, 1500, 1800].flatMap { time in
        ["\(time) cafe\u{301}: 100 100 100 exact", "\(time) caf\u{E9}: 60 60 60 exact"]
            + ["\(time) gpt-4o: 40 40 40 \(time == 1200 ? "reset" : "exact")"]
    }

    /// The options that collect it.
    package func options(_ url: String) -> [String] {
        ["--prometheus-url", url, "--metric-name", Self.metric, "--model-label", Self.label]
    }

    /// What `metricsctl` exports of it once it is collected from a server, as `counts` has it.
    package func collected(from url: String, into archive: String) throws -> [String] {
        let metricsctl = Program.metricsctl()
        let time = Date(timeIntervalSince1970: Double(end)).formatted(.iso8601)
        let run = try metricsctl.run(["collect", "--db", archive, "--backfill", "25m", "--at", time] + options(url))
        guard run == .init(exitCode: 0, stdout: "", stderr: "") else { return [run.stderr] }
        let lines = try metricsctl.run("archive", "export", "--db", archive).stdout.split(separator: "\n")
        return try lines.compactMap(count)
    }

    /// Of a line of an export; nil for one that is no window of a model.
    private func count(_ line: Substring) throws -> String? {
        let fields = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        guard let window = fields?["window"] as? String, let model = fields?["model"] as? String else { return nil }
        let time = try Date(window, strategy: .iso8601).timeIntervalSince1970
        let histograms = fields?["histograms"] as? [[String: [Double]]] ?? []
        let counts = histograms.flatMap { $0["counts"] ?? [] }.map { "\(Int($0))" }.joined(separator: " ")
        return "\(Int(time) - start) \(model): \(counts) \(fields?["quality"] ?? "")"
    }

    /// What `doctor` says of the server's side of it: `metric ok`.
    package func diagnosis(of url: String, _ archive: String) throws -> [String] {
        let run = try Program.metricsctl().run(["doctor", "--json", "--db", archive, "--"] + options(url))
        let report = try JSONSerialization.jsonObject(with: Data(run.stdout.utf8)) as? [String: Any]
        let checks = report?["checks"] as? [[String: Any]] ?? []
        return checks.compactMap { check in
            guard let name = check["check"] as? String, let verdict = check["verdict"] as? String,
                ["server", "metric", "model label", "scrape interval"].contains(name)
            else { return nil }
            return "\(name) \(verdict)" + (verdict == "ok" ? "" : ": \(check["reason"] ?? "")")
        }
    }

    package static let health = ["server ok", "metric ok", "model label ok", "scrape interval ok"]
}
