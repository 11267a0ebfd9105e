import Foundation
import TestSupport
import Testing

/// `metricsctl discover` on a real Prometheus with every server that `modelsim` plays.
@Suite("What discover finds on a Prometheus with servers of all kinds")
struct DiscoveryTests {
    private struct Found: Decodable {
        struct Server: Decodable {
            struct Measure: Decodable {
                let measure: String
                let metric: String?
                let kind: String?
                let twins: [String]
            }

            let preset: String
            let modelLabel: String?
            let models: Int?
            let by: [String]
            let measures: [Measure]
            let remarks: [String]
        }

        let data: [Server]
        let requests: Int
        let remarks: [String]
    }

    /// What `modelsim` says that it told of each server: its measures.
    private static func told(in folder: TemporaryFolder) throws -> [String: Set<String>] {
        try CSVFile.rows(of: folder.url.appending(path: "measures.csv")).reduce(into: [:]) { told, row in
            told[try row.text("server"), default: []].insert(try row.text("measure"))
        }
    }

    private func discovered(_ url: String) throws -> Found {
        let run = try Program.metricsctl().run("discover", "--prometheus-url", url, "--json")
        try #require(run.exitCode == 0 && run.stderr.isEmpty, "\(run.stderr)")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Found.self, from: Data(run.stdout.utf8))
    }

    /// Half an hour of all servers that ends now.
    private static func history(_ options: String...) throws -> (folder: TemporaryFolder, server: PrometheusServer) {
        let folder = try TemporaryFolder()
        let start = Int(Date().timeIntervalSince1970) / 300 * 300 - 1800
        let simulated = try Program.modelsim().run(
            [
                "history", "--server", "all", "--start", "\(start)", "--hours", "0.6", "--scrape-interval", "60",
                "--out", folder.url.path,
            ] + options)
        try #require(simulated.exitCode == 0, "\(simulated.stderr)")
        return (folder, try PrometheusServer(history: folder.url.appending(path: "metrics.om")))
    }

    @Test("every server and every measure, with few questions, and nothing that is not there")
    func everything() throws {
        let (folder, prometheus) = try Self.history()
        let counting = try CannedServer { .forwarded($0, to: prometheus.url) }
        let found = try discovered(counting.url)
        let told = try Self.told(in: folder)
        #expect(Set(found.data.map(\.preset)) == Set(told.keys) && found.data.count == 6)
        for server in found.data {
            let measures = Set(server.measures.filter { $0.metric != nil }.map(\.measure))
            #expect(measures == told[server.preset], "\(server.preset)")
            #expect(server.models.map { $0 > 1 } == true && server.modelLabel != nil, "\(server.preset)")
            #expect(server.by.contains("region") && server.by.contains("namespace"), "\(server.preset)")
        }
        let kinds = found.data.first { $0.preset == "triton" }?.measures.compactMap(\.kind)
        #expect(kinds == ["mean", "mean", "counter", "counter"])
        let twins = found.data.first { $0.preset == "llm-d" }?.measures.filter { !$0.twins.isEmpty }.map(\.measure)
        #expect(twins == ["e2e", "ttft", "tpot", "requests", "errors"])
        let asked = counting.requests
        #expect(asked.count == found.requests)
        #expect(asked.filter { !Self.isAboutOneMetric($0) }.count <= 8)
        // At most three about any one metric.
        let metrics = Dictionary(grouping: asked.filter(Self.isAboutOneMetric)) {
            $0.field("match[]") ?? $0.field("query")
        }
        #expect(metrics.values.allSatisfy { $0.count <= 3 })
    }

    private static func isAboutOneMetric(_ request: CannedRequest) -> Bool {
        (request.field("match[]") ?? request.field("query") ?? "").contains("__name__=\"")
    }

    @Test("a metric in the middle of its renaming is found once, with its older name told")
    func renaming() throws {
        let start = Int(Date().timeIntervalSince1970) / 300 * 300 - 1800
        let (_, prometheus) = try Self.history("--renamed-at", "\(start + 900)", "--renaming-overlap", "86400")
        let vllm = try #require(try discovered(prometheus.url).data.first { $0.preset == "vllm" })
        let itl = try #require(vllm.measures.first { $0.measure == "itl" })
        #expect(itl.metric == "vllm:inter_token_latency_seconds")
        #expect(itl.twins == ["vllm:time_per_output_token_seconds"])
    }

    @Test("prints a source for each as YAML, the reasons on stderr, and fails where there is nothing")
    func configuration() throws {
        let (_, prometheus) = try Self.history()
        let run = try Program.metricsctl().run("discover", "--prometheus-url", prometheus.url)
        #expect(run.exitCode == 0)
        let names = run.stdout.split(separator: "\n").filter { $0.hasPrefix("  - name: ") }.map { $0.dropFirst(10) }
        #expect(names == ["vllm", "sglang", "triton", "litellm", "otel-genai", "llm-d"])
        #expect(
            run.stderr.contains("metricsctl: triton: e2e is a sum and a count: a mean can be had, and no percentiles\n")
        )
        #expect(run.stderr.contains("metricsctl: otel-genai: the same metrics are those of envoy-ai-gateway\n"))
        let empty = try PrometheusServer(configuration: "global: {}\n", folder: try TemporaryFolder())
        let nothing = try Program.metricsctl().run("discover", "--prometheus-url", empty.url)
        #expect(nothing.exitCode == 1 && nothing.stdout.isEmpty)
        #expect(nothing.stderr.contains("metricsctl: \(empty.url) has no series of a known model server\n"))
    }

    @Test("a Prometheus that scrapes the servers itself tells of the same, metadata included")
    func live() throws {
        let port = try FreePort.find()
        let start = Int(Date().timeIntervalSince1970) - 3600
        let folder = try TemporaryFolder()
        let fleet = try Program.modelsim().launch(
            ["serve", "--server", "all", "--start", "\(start)", "--profile", "calm", "--port", "\(port)"],
            stdout: folder.url.appending(path: "out"), stderr: folder.url.appending(path: "err"))
        defer {
            fleet.terminate()
            fleet.waitUntilExit()
        }
        let prometheus = try PrometheusServer(
            configuration: """
                global: {scrape_interval: 1s}
                scrape_configs:
                  - job_name: modelsim
                    http_sd_configs: [{url: "http://127.0.0.1:\(port)/targets", refresh_interval: 1s}]
                """, folder: try TemporaryFolder())
        var found: Found?
        for _ in 0..<60 {
            sleep(1)
            if let one = try? discovered(prometheus.url), one.data.count == 6 { found = one; break }
        }
        let all = try #require(found)
        #expect(all.remarks.isEmpty)
        #expect(all.data.allSatisfy { !$0.remarks.contains { $0.contains("not a histogram") } })
    }
}
