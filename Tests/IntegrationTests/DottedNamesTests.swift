import Foundation
import TestSupport
import Testing

/// Prometheus takes such names from 3.0 on: `scripts/test-newest` has the same for it.
@Suite("Names with dots, on a real VictoriaMetrics")
struct DottedNamesTests {
    @Test("are collected with every request, and doctor finds nothing wrong")
    func collected() throws {
        let history = DottedHistory()
        let folder = try TemporaryFolder()
        let file = folder.url.appending(path: "history.json")
        try history.json().write(to: file)
        let server = try VictoriaMetricsServer(json: file)
        let archive = folder.path("metrics.db")
        #expect(try history.collected(from: server.url, into: archive) == history.counts)
        #expect(try history.diagnosis(of: server.url, archive) == DottedHistory.health)
    }

    @Test("that no series has are refused by schedule install, which names those that there are")
    func wrongLabel() throws {
        let history = DottedHistory()
        let folder = try TemporaryFolder()
        let file = folder.url.appending(path: "history.json")
        try history.json().write(to: file)
        let server = try VictoriaMetricsServer(json: file)
        let install = try Program.metricsctl().run(
            "schedule", "install", "--dry-run", "--db", folder.path("metrics.db"), "--", "--prometheus-url", server.url,
            "--metric-name", DottedHistory.metric, "--model-label", "gen_ai.response.model")
        #expect(install.exitCode == 1)
        #expect(install.stderr.contains("has the label gen_ai.response.model: all models would be stored as one"))
        #expect(install.stderr.contains("--model-label gen_ai.request.model"))
    }
}
