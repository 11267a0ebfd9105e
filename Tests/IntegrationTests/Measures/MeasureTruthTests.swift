import Foundation
import Latency
import TestSupport
import Testing

/// Every measure of every server that `modelsim` plays, from real servers. `METRICSCTL_HOURS=48` makes it two days.
@Suite("All measures of model servers, collected by region in one pass")
struct MeasureTruthTests {
    static let hours = ProcessInfo.processInfo.environment["METRICSCTL_HOURS"].flatMap(Int.init) ?? 1
    private static let all = ["vllm", "sglang", "litellm", "otel-genai", "triton", "llm-d"]

    @Test("are the truth on Prometheus, by model, label value and class, and add up")
    func prometheus() throws {
        let servers = try SimulatedServers(Self.all, hours: Self.hours)
        let server = try PrometheusServer(storing: servers.run)
        let run = try servers.collect(from: server.url)
        #expect(run.exitCode == 0 && run.stderr.isEmpty, "\(run.stderr)")
        try check(servers)
    }

    @Test("are the truth on VictoriaMetrics")
    func victoriaMetrics() throws {
        let servers = try SimulatedServers(["vllm", "litellm", "triton"], hours: Self.hours, seed: 2)
        let server = try VictoriaMetricsServer(storing: servers.run)
        let run = try servers.collect(from: server.url)
        #expect(run.exitCode == 0 && run.stderr.isEmpty, "\(run.stderr)")
        try check(servers)
    }

    @Test("lose and double nothing where metrics get new names", arguments: [0, 600])
    func renamed(overlap: Int) throws {
        let renamedAt = SimulatedServers.start + 1800 * Self.hours + 130
        let servers = try SimulatedServers(
            ["vllm", "llm-d"], hours: Self.hours, seed: 3,
            options: ["--renamed-at", "\(renamedAt)", "--renaming-overlap", "\(overlap)"])
        let server = try PrometheusServer(storing: servers.run)
        let run = try servers.collect(from: server.url)
        #expect(run.exitCode == 0 && run.stderr.isEmpty, "\(run.stderr)")
        try check(servers)
    }

    @Test("go on under the name that they were stored by before they were renamed")
    func identity() throws {
        let renamedAt = SimulatedServers.start + 1800
        let servers = try SimulatedServers(
            ["vllm"], hours: 1, seed: 4, options: ["--renamed-at", "\(renamedAt)"])
        let server = try PrometheusServer(storing: servers.run)
        let old = "{metric: 'vllm:time_per_output_token_seconds', unit: s, model_label: model_name}"
        let before = "{name: vllm, url: '\(server.url)', by: [region], measures: {itl: \(old)}}"
        #expect(try servers.collect(sources: [before], at: renamedAt - 300).exitCode == 0)
        #expect(try servers.collect(from: server.url).exitCode == 0)
        try check(servers)
        let listed = try Program.metricsctl().run("archive", "stat", "--db", servers.archive, "--json")
        #expect(listed.stdout.contains("vllm:time_per_output_token_seconds"))
        #expect(!listed.stdout.contains("vllm:inter_token_latency_seconds"))
    }

    @Test("of a gateway are one entry a model where all go by the name that was asked for, and objectives can tell")
    func oneName() throws {
        let servers = try SimulatedServers(["litellm"], hours: 1, seed: 6)
        let server = try PrometheusServer(storing: servers.run)
        let source =
            "{name: litellm, url: '\(server.url)', preset: litellm, model_label: requested_model, measures: {tpot: off}}"
        #expect(try servers.collect(sources: [source], at: servers.end).exitCode == 0)

        let at = ["--at", SimulatedDay.rfc3339(servers.end), "--db", servers.archive, "--json"]
        let models = try entries(of: ["models"] + at)
        let names = try models.map { try #require($0["model"] as? String) }
        #expect(names == ["claude-sonnet-4", "gemini-2.5-flash", "gpt-4o"])
        #expect(models.allSatisfy { $0["error_share"] is Double && $0["output_tokens_per_second"] is Double })
        var truth: [String: Int] = [:]
        for (key, counts) in try servers.truth() where key.measure == "e2e" {
            truth[key.model.components(separatedBy: "/")[1], default: 0] += counts.count
        }
        let summaries = try entries(of: ["summary", "--hours", "1"] + at)
        let requests = summaries.map { ($0["model"] as? String ?? "", $0["requests"] as? Int ?? 0) }
        #expect(Dictionary(uniqueKeysWithValues: requests) == truth)
        let objectives = try entries(of: ["slo", "--below", "600s", "--target", "10%", "--hours", "1"] + at)
        #expect(objectives.count == 3 && objectives.allSatisfy { $0["verdict"] as? String == "met" }, "\(objectives)")
    }

    private func entries(of arguments: [String]) throws -> [[String: Any]] {
        let run = try Program.metricsctl().run(arguments)
        let answer = try JSONSerialization.jsonObject(with: Data(run.stdout.utf8)) as? [String: Any]
        return try #require(answer?["data"] as? [[String: Any]], "\(run.stderr)")
    }

    @Test("are whole while one source is down, one hangs and one lies")
    func besideBroken() throws {
        let servers = try SimulatedServers(["sglang"], hours: 1, seed: 5)
        let server = try PrometheusServer(storing: servers.run)
        let hanging = try CannedServer { _ in .silence }
        let lying = try CannedServer { _ in
            .json(
                #"{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"x":"y"},"values":[[1,"1"]]}]}}"#
            )
        }
        let broken = [("down", "http://127.0.0.1:9"), ("hanging", hanging.url), ("lying", lying.url)].map {
            "{name: \($0), url: '\($1)', preset: vllm, timeout: 1s, retries: 0}"
        }
        let run = try servers.collect(from: server.url, more: broken)
        #expect(run.exitCode == 1)
        for name in ["down", "hanging", "lying"] { #expect(run.stderr.contains("source \(name), "), "\(run.stderr)") }
        #expect(!run.stderr.contains("sglang"), "\(run.stderr)")
        try check(servers)
    }

    /// Every window that is tagged exact is the truth, to the request in each bucket; all windows together are the truth, too,
    /// since what restarts and births cost is known to no server; and label values add up to their model.
    private func check(_ servers: SimulatedServers) throws {
        let stored = try StoredMeasures(in: servers.archive)
        var (totals, expected): ([[String]: Int], [[String]: Int]) = ([:], [:])
        for (key, truth) in try servers.truth() {
            expected[[key.server, key.measure], default: 0] += truth.count
            let counts = stored.rows[key] ?? MeasureCounts()
            #expect(stored.rows[key] != nil || truth.count == 0, "\(key)")
            guard stored.qualities[key] == .exact else { continue }
            #expect(counts.count == truth.count, "\(key)")
            #expect(counts.buckets == truth.buckets, "\(key)")
            guard key.hasSums else { continue }
            #expect(abs(counts.sum - truth.sum) <= 1e-4 + 1e-6 * truth.sum, "\(key)")
        }
        for (key, counts) in stored.rows { totals[[key.server, key.measure], default: 0] += counts.count }
        #expect(totals == expected)
        let exact = stored.qualities.count { $0.value == .exact }
        #expect(exact * 10 > stored.qualities.count * 7, "\(exact) of \(stored.qualities.count)")

        let models = try StoredMeasures(in: servers.archive, byLabels: false)
        var sums: [MeasureKey: MeasureCounts] = [:]
        for (key, counts) in stored.rows { sums[key.rolledUp, default: MeasureCounts()].add(counts) }
        #expect(sums.mapValues(\.count) == models.rows.mapValues(\.count))
        #expect(sums.mapValues(\.buckets) == models.rows.mapValues(\.buckets))
    }
}

extension MeasureKey {
    /// Whether its metric has a sum: not where it is a counter.
    fileprivate var hasSums: Bool {
        if ["requests", "errors"].contains(measure) { return false }
        return !measure.hasSuffix("_tokens") || ["otel-genai", "llm-d"].contains(server)
    }
}
