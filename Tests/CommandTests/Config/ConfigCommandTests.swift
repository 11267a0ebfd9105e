import Foundation
import TestSupport
import Testing

struct ConfigCommandTests {
    @Test func `A right configuration is said to be right, and nothing is made`() throws {
        let bench = try ConfigBench("archive: m.db\nsources: [{name: a, url: 'http://127.0.0.1:9', preset: vllm}]\n")
        let run = try bench.run("config", "check")
        #expect(run == MetricsctlRun(status: 0, output: "", errors: "\(bench.file): no mistake found\n"))
        #expect(try bench.others == [])
    }

    @Test func `The file may be named as other commands have it`() throws {
        let bench = try ConfigBench("archive: m.db\n")
        let run = try MetricsctlRun(["config", "check", "--config", bench.file])
        #expect(run == MetricsctlRun(status: 0, output: "", errors: "\(bench.file): no mistake found\n"))
        #expect(try MetricsctlRun(["config", "check", bench.file, "--config", bench.file]).status == 64)
    }

    @Test func `A named pipe is refused at once, as the file or beside it`() throws {
        let folder = try TemporaryFolder()
        let pipe = folder.path("config.yaml")
        #expect(mkfifo(pipe, 0o600) == 0)
        let check = try MetricsctlRun(["config", "check", pipe])
        #expect(check.status == 1 && check.output.contains("it is a named pipe, not a file"), "\(check)")
        #expect(try MetricsctlRun(["p95", "--config", pipe]).status == 64)
        let bench = try ConfigBench("archive: m.db\n")
        try FileManager.default.createDirectory(
            atPath: bench.folder.path("config.d"), withIntermediateDirectories: true)
        #expect(mkfifo(bench.folder.path("config.d/a.yaml"), 0o600) == 0)
        #expect(try bench.run("config", "check").status == 1)
    }

    @Test func `Without a file there is nothing to check`() throws {
        let folder = try TemporaryFolder()
        let run = try MetricsctlRun(["config", "check"], environment: ["XDG_CONFIG_HOME": folder.url.path])
        #expect(run.status == 1)
        #expect(
            run.errors.hasPrefix(
                "metricsctl: there is no configuration: \(folder.url.path)/metricsctl/config.yaml, /etc/"))
    }

    private struct Answer: Decodable {
        struct Setting: Decodable {
            let key, value, origin: String
            let place: String?
        }
        let data: [Setting]
        let files: [String]
    }

    private func show(_ bench: ConfigBench, _ more: [String] = [], _ environment: [String: String] = [:]) throws
        -> [String: [String?]]
    {
        let all = ["METRICSCTL_CONFIG": bench.file, "TZ": "UTC"].merging(environment) { $1 }
        let run = try MetricsctlRun(["config", "show", "--json"] + more, environment: all)
        let answer = try JSONDecoder().decode(Answer.self, from: Data(run.output.utf8))
        #expect(answer.files == [bench.file])
        return Dictionary(answer.data.map { ($0.key, [$0.value, $0.origin, $0.place]) }) { first, _ in first }
    }

    @Test func `Each value is shown with its origin`() throws {
        let bench = try ConfigBench(
            """
            archive: m.db
            sources:
              - name: a
                url: http://127.0.0.1:9
                preset: triton-vllm
                measures: {e2e: {metric: mine_seconds}, ttft: {metric: mine_ms, unit: s, model_label: m}}
            notify: {webhook: "https://h/secret"}
            """)
        let shown = try show(bench)
        #expect(shown["archive"] == [bench.folder.path("m.db"), "file", "\(bench.file):1"])
        #expect(shown["sources.a.url"] == ["http://127.0.0.1:9", "file", "\(bench.file):4"])
        #expect(shown["sources.a.timeout"] == ["10s", "default", nil])
        #expect(shown["sources.a.measures.itl.metric"] == ["vllm:time_per_output_token_seconds", "table", nil])
        #expect(shown["sources.a.measures.itl.model_label"] == ["model", "table", nil])
        #expect(shown["sources.a.measures.e2e.unit"] == ["s", "default", nil])
        #expect(shown["sources.a.measures.ttft.unit"] == ["s", "file", "\(bench.file):6"])
        #expect(shown["notify.webhook"] == ["https://h/…", "file", "\(bench.file):7"])
        let flag = try show(bench, ["--db", "/tmp/x.db"])
        #expect(flag["archive"] == ["/tmp/x.db", "flag", "--db"])
        let variable = try show(bench, [], ["METRICSCTL_DB": "/tmp/y.db"])
        #expect(variable["archive"] == ["/tmp/y.db", "environment", "METRICSCTL_DB"])
    }

    @Test func `Without a file the environment and defaults are shown`() throws {
        let environment = [
            "PROMETHEUS_URL": "http://p:1", "METRICSCTL_DB": "/tmp/none.db", "XDG_CONFIG_HOME": "/nowhere",
        ]
        let run = try MetricsctlRun(["config", "show", "--json"], environment: environment)
        let answer = try JSONDecoder().decode(Answer.self, from: Data(run.output.utf8))
        #expect(answer.files == [])
        let shown = answer.data.map { [$0.key, $0.value, $0.origin] }
        #expect(shown.contains(["sources.default.url", "http://p:1", "environment"]))
        #expect(shown.contains(["sources.default.metric", "request_duration_seconds", "default"]))
        #expect(shown.contains(["sources.default.model_label", "model", "default"]))
    }
}
