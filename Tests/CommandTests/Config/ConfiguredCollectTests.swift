import Foundation
import TestSupport
import Testing

/// Sources of a configuration, collected from a real Prometheus; see `SmallServer`.
@Suite(.smallServer) struct ConfiguredCollectTests {
    private let noon = SmallServer.text(SmallServer.noon)

    private func bench(_ sources: String, _ more: String = "") throws -> ConfigBench {
        let text = sources.replacing("URL", with: SmallServer.url).replacing("DEAD", with: "http://127.0.0.1:9")
        return try ConfigBench("archive: m.db\n\(more)\nsources:\n\(text)\n")
    }

    private let two = """
          - {name: a, url: 'URL', retries: 0, measures: {e2e: {metric: request_duration_seconds}, queue: {metric: queue_seconds}}}
          - {name: b, url: 'URL', retries: 0, measures: {e2e: {metric: request_duration_seconds, selector: 'model="gpt-4"'}}}
        """

    @Test func `All sources and measures are collected, silently, each with a run of its own`() throws {
        let bench = try bench(two)
        #expect(try bench.run("collect", "--at", noon) == MetricsctlRun(status: 0, output: "", errors: ""))
        let health = try bench.run("health", "--at", noon, "--json")
        #expect(health.output.contains(#""status":"healthy""#))
        for (source, metric) in [
            ("a", "request_duration_seconds"), ("a", "queue_seconds"), ("b", "request_duration_seconds"),
        ] {
            let answer = try bench.run("p95", "--source", source, "--metric-name", metric, "--at", noon, "--json")
            #expect(answer.output.contains(#""requests":15,"quality":"exact""#), "\(source) \(metric) \(answer.errors)")
            let runs = try bench.run("runs", "--source", source, "--metric-name", metric, "--format", "csv")
            #expect(runs.output.split(whereSeparator: \.isNewline).count == 2)
        }
    }

    @Test func `One source alone is collected by its name`() throws {
        let bench = try bench(two)
        #expect(
            try bench.run("collect", "--source", "b", "--at", noon) == MetricsctlRun(status: 0, output: "", errors: ""))
        #expect(try bench.run("p95", "--at", noon, "--json").output.contains(#""requests":15"#))
        let wrong = try bench.run("collect", "--source", "c")
        #expect(wrong.status == 64)
        #expect(wrong.errors == "metricsctl: \(bench.file) has no source c\nhint: there are a, b\n")
    }

    @Test func `One that fails keeps no other, and its failure is told and exits 1`() throws {
        let bench = try bench(two + "\n  - {name: dead, url: 'DEAD', retries: 0, preset: vllm}")
        let run = try bench.run("collect", "--at", noon)
        #expect(run.status == 1)
        #expect(
            run.errors.hasPrefix(
                "metricsctl: source dead, vllm:e2e_request_latency_seconds: cannot reach http://127.0.0.1:9: connection refused\n"
            ))
        #expect(run.errors.split(separator: "\n").count == 2)
        #expect(try bench.run("p95", "--source", "a", "--at", noon, "--json").output.contains(#""requests":15"#))
    }

    @Test func `Labels that are added later are refused once for all measures, with what to do`() throws {
        let measures = "measures: {e2e: {metric: request_duration_seconds}, queue: {metric: queue_seconds}}"
        let bench = try bench("  - {name: a, url: 'URL', \(measures)}")
        #expect(try bench.run("collect", "--at", noon).status == 0)
        try bench.write("archive: m.db\nsources:\n  - {name: a, url: '\(SmallServer.url)', by: [job], \(measures)}\n")
        let run = try bench.run("collect", "--at", noon)
        #expect(
            run.errors == """
                metricsctl: source a: 2 metrics were collected with labels "", not "job"
                hint: give a source of another name, or begin anew: metricsctl archive forget-source a

                """)
        #expect(run.status == 1)
        let check = try bench.run("config", "check")
        #expect(check.status == 0)
        #expect(check.errors.contains("note: source \"a\" keeps counts by job; if it was collected"))
        #expect(try bench.run("archive", "forget-source", "a", "--yes").status == 0)
        #expect(try bench.run("collect", "--at", noon) == MetricsctlRun(status: 0, output: "", errors: ""))
    }

    @Test func `A secret's file that can't be read fails that source alone`() throws {
        let secret = "\n  - {name: s, url: 'URL', bearer_token_file: missing, measures: {e2e: {metric: queue_seconds}}}"
        let bench = try bench(two + secret)
        let run = try bench.run("collect", "--at", noon)
        #expect(run.status == 1)
        let path = bench.folder.path("missing")
        #expect(run.errors.contains("source s, queue_seconds: cannot read \(path): no such file or directory"))
        #expect(try bench.run("p95", "--source", "b", "--at", noon, "--json").output.contains(#""requests":15"#))
    }

    @Test func `What a preset knows and the server has not is no failure, and no source`() throws {
        let bench = try bench(
            "  - {name: a, url: 'URL', preset: vllm, model_label: model, measures: {e2e: {metric: request_duration_seconds}}}"
        )
        #expect(try bench.run("collect", "--at", noon) == MetricsctlRun(status: 0, output: "", errors: ""))
        #expect(!(try bench.run("archive", "stat").output.contains("vllm:")))
        let explicit = try self.bench("  - {name: a, url: 'URL', measures: {e2e: {metric: none_seconds}}}")
        #expect(try explicit.run("collect", "--at", noon).status == 1)
    }

    @Test func `Flags that describe a source leave the configuration's alone`() throws {
        let bench = try bench("  - {name: dead, url: 'DEAD', preset: vllm}")
        let run = try bench.run("collect", "--prometheus-url", SmallServer.url, "--at", noon)
        #expect(run == MetricsctlRun(status: 0, output: "", errors: ""))
        #expect(try bench.run("p95", "--source", "default", "--at", noon).status == 0)
        let access = try bench.run("collect", "--header-file", "x", "--at", noon)
        #expect(access.status == 64)
        #expect(access.errors.contains("options of access to a server need --prometheus-url"))
    }

    @Test func `PROMETHEUS_URL is ignored where a configuration has sources, and heeded where it has none`() throws {
        let variable = ["PROMETHEUS_URL": "http://127.0.0.1:9"]
        let bench = try bench(two)
        let run = try bench.run("collect", "--source", "b", "--at", noon, environment: variable)
        let warning = "metricsctl: warning: PROMETHEUS_URL is ignored: \(bench.file) has sources\n"
        #expect(run == MetricsctlRun(status: 0, output: "", errors: warning))
        let empty = try ConfigBench("archive: m.db\n")
        let usual = try empty.run("collect", "--at", noon, environment: ["PROMETHEUS_URL": SmallServer.url])
        #expect(usual == MetricsctlRun(status: 0, output: "", errors: ""))
    }

    @Test func `A dry run shows the queries of all, and makes nothing`() throws {
        let bench = try bench(two)
        let run = try bench.run("collect", "--dry-run", "--at", noon)
        #expect(run.status == 0)
        #expect(run.output.contains("queue_seconds") && run.output.contains(#"model="gpt-4""#))
        #expect(try bench.others == [])
    }

    @Test func `What can't be collected is told, with the reason`() throws {
        let bench = try bench(
            "  - {name: a, url: 'URL', measures: {e2e: {metric: request_duration_seconds}, ttft: {metric: gateway_ttft_bucket_total}}}"
        )
        let run = try bench.run("collect", "--at", noon)
        #expect(run.status == 0)
        #expect(
            run.errors == """
                metricsctl: warning: source a: ttft: gateway_ttft_bucket_total has a counter for each range of values, \
                which is no histogram: what is above the last is nowhere

                """)
    }

    @Test func `Notices go where the configuration says, and a dead man's switch hears once of all`() throws {
        let receiver = try CannedServer { _ in .text("ok") }
        let dead = "\n  - {name: dead, url: 'DEAD', retries: 0, measures: {e2e: {metric: queue_seconds}}}"
        let bench = try bench(
            two + dead, "notify: {ping: '\(receiver.url)/p', failures: 1, webhook: '\(receiver.url)/hook'}")
        #expect(try bench.run("collect", "--at", noon).status == 1)
        let paths = receiver.requests.map(\.path)
        #expect(paths.first == "/p/start" && paths.last == "/p/fail")
        #expect(paths.count { $0.hasPrefix("/p") } == 2)
        #expect(paths.contains("/hook"))
    }

    @Test func `What a source was collected with is shown as the archive's`() throws {
        let bench = try bench("  - {name: a, url: 'URL', measures: {e2e: {metric: queue_seconds}}}")
        #expect(try bench.run("collect", "--at", noon).status == 0)
        let shown = try bench.run("config", "show").output.split(separator: "\n").map { $0.split(separator: " ") }
        #expect(shown.contains(["sources.a.measures.e2e.unit", "s", "archive"]))
        #expect(shown.contains(["sources.a.measures.e2e.model_label", "model", "archive"]))
    }

    @Test func `A default source is meant where a question names none and can have but one`() throws {
        let bench = try bench(two)
        #expect(try bench.run("collect", "--at", noon).status == 0)
        let several = try bench.run("p95", "--at", noon)
        #expect(several.status == 64 && several.errors.contains("the archive has several"))
        try bench.write("default_source: a\n" + String(contentsOfFile: bench.file, encoding: .utf8))
        let answer = try bench.run("p95", "--at", noon, "--json")
        #expect(answer.status == 0 && answer.output.contains(#""requests":15"#))
        #expect(try bench.run("history", "--at", noon, "--source", "b", "--json").output.contains(#""requests":15"#))
    }

    @Test func `Limits of the configuration are check's, and flags beat them`() throws {
        let sources = "  - {name: a, url: 'URL', measures: {e2e: {metric: queue_seconds}}}"
        let bench = try bench(sources, "limits: {p95_warning: 1ms, max_age: 10m, certain: false}")
        #expect(try bench.run("collect", "--at", noon).status == 0)
        #expect(try bench.run("check", "--at", noon).status == 1)
        #expect(try bench.run("check", "--at", noon, "--p95-warning", "1h").status == 0)
        let later = SmallServer.text(SmallServer.noon + 11 * 60)
        #expect(try bench.run("check", "--at", later).status == 3)
        #expect(try bench.run("check", "--at", later, "--max-age", "1h").status == 1)
    }

    @Test func `Limits of the configuration speak only where that is certain, and say what is missing`() throws {
        let sources = "  - {name: a, url: 'URL', measures: {e2e: {metric: queue_seconds}}}"
        let bench = try bench(sources, "limits: {p95_warning: 1ms}")
        #expect(try bench.run("collect", "--at", noon).status == 0)
        let silent = try bench.run("check", "--at", noon)
        #expect(silent.status == 0 && silent.output.contains("not enough requests to be certain that it is above 1 ms"))
        #expect(try bench.run("check", "--at", noon, "--p95-warning", "1ms").status == 1)
        #expect(try bench.run("check", "--at", noon, "--p95-warning", "1ms", "--certain").status == 0)
    }
}
