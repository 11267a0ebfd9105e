import Foundation
import TestSupport
import Testing

/// `/metrics` and `/api/models/`, over an archive whose newest window has just ended.
@Suite struct ServePrometheusTests {
    private let sample: SampleArchive
    private let server: ServedProgram

    init() throws {
        sample = try SampleArchive(empty: true)
        try SampleArchive.fill(sample.path, newest: Int(Date().timeIntervalSince1970) / 300 * 300)
        server = try ServedProgram(archive: sample.path)
    }

    @Test("promtool finds nothing in the metrics")
    func promtool() throws {
        let reply = try server.request("/metrics")
        #expect(reply.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
        #expect(reply.headers["cache-control"] == "no-store")
        let file = sample.directory.appending(path: "metrics")
        try reply.body.write(to: file, atomically: true, encoding: .utf8)
        let promtool = Checkout.prometheusTools.appending(path: "promtool").path
        let result = try Program(URL(fileURLWithPath: "/bin/sh")).run(
            "-c", "exec \"$0\" check metrics <\"$1\"", promtool, file.path)
        #expect(result == Program.Result(exitCode: 0, stdout: "", stderr: ""))
    }

    @Test("a real Prometheus scrapes them")
    func scraped() throws {
        let folder = try TemporaryFolder()
        let prometheus = try PrometheusServer(
            configuration: """
                global: {scrape_interval: 1s}
                scrape_configs: [{job_name: metricsctl, static_configs: [{targets: ["127.0.0.1:\(server.port)"]}]}]

                """, folder: folder)
        func values(_ query: String) throws -> [String: Double] {
            try prometheus.values(of: query, at: Int(Date().timeIntervalSince1970), by: "model")
        }
        for _ in 0..<300 where try values("metricsctl_latency_p95_seconds").isEmpty { usleep(200_000) }
        #expect(try values("metricsctl_latency_p95_seconds") == ["gpt-4": 0.195, "한국어 모델/a+b": 0.4])
        #expect(try values("metricsctl_latency_p95_lower_seconds")["gpt-4"] == 0.1)
        #expect(try values("metricsctl_latency_p95_upper_seconds")["한국어 모델/a+b"] == .infinity)
        #expect(try values("metricsctl_window_requests")["gpt-4"] == 100)
        #expect(try values(#"metricsctl_model_state{state="traffic"}"#)["gpt-4"] == 1)
    }

    @Test("every model is listed with its state and newest numbers")
    func models() throws {
        let document = try #require(
            try JSONSerialization.jsonObject(with: Data(server.request("/api/models/").body.utf8)) as? [String: Any])
        let models = try #require(document["data"] as? [[String: Any]])
        #expect(models.map { $0["model"] as? String } == ["gpt-4", "한국어 모델/a+b"])
        #expect(models.map { $0["state"] as? String } == ["traffic", "traffic"])
        #expect(models.map { $0["p95_latency_ms"] as? Double } == [195, 400])
        // The bracket of the first is 100 to 200 ms, and the limits are; the other is above 400 ms for sure.
        #expect(models.map { $0["severity"] as? String } == ["warning", "critical"])
        #expect(models.map { $0["sure"] as? Bool } == [true, true])

        // Years later nothing is known of now, and both are still there.
        let later = try server.request("/api/models/?at=2099-01-01T00:00:00Z").body
        #expect(later.contains(#"{"model":"gpt-4","state":"no_data","p50_latency_ms":null,"#))
        #expect(later.contains(#","severity":null,"sure":null,"display_name":null,"range":{"#))
        #expect(later.hasSuffix(#""why":"not_measured","mean_ms":null}}}],"count":2,"last_updated":null}"# + "\n"))
    }
}
