import Foundation
import TestSupport
import Testing

/// Only run by `scripts/test-newest`, since older servers don't take such names.
@Suite("Names with dots, on a real Prometheus 3")
struct DottedNamesTests {
    @Test("are collected with every request, doctor finds nothing wrong, and promtool reads their export")
    func collected() throws {
        let history = DottedHistory()
        let folder = try TemporaryFolder()
        let file = folder.url.appending(path: "history.om")
        try Data(history.openMetrics.utf8).write(to: file)
        let archive = folder.path("metrics.db")
        do {
            let server = try PrometheusServer(history: file)
            #expect(try history.collected(from: server.url, into: archive) == history.counts)
            #expect(try history.diagnosis(of: server.url, archive) == DottedHistory.health)
        }

        let export = try Program.metricsctl().run("archive", "export", "--db", archive, "--format", "openmetrics")
        #expect(export.exitCode == 0 && export.stderr == "")
        try Data(export.stdout.utf8).write(to: file)
        let server = try PrometheusServer(history: file)
        let buckets = #"{"\#(DottedHistory.metric)_bucket",le="1.0"}"#
        let growth = "sum by (\"\(DottedHistory.label)\") (\(buckets) - \(buckets) offset 5m)"
        let models = try server.values(of: growth, at: history.end, by: DottedHistory.label)
        #expect(models["gpt-4o"] == 80)
        // Of two keys that Unicode calls equal a dictionary of Swift's has one.
        #expect(try server.values(of: "count(\(growth))", at: history.end, by: "none") == ["": 3])
        #expect(try server.values(of: "sum(\(growth))", at: history.end, by: "none") == ["": 400])
    }
}
