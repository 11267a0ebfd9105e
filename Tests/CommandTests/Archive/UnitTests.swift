import Foundation
import TestSupport
import Testing

/// What `collect` takes a metric's numbers for, and how that is put right.
@Suite(.unitServer) struct UnitTests {
    private let bench: CollectBench

    init() throws { bench = try CollectBench() }

    private func collect(_ metric: String, _ more: String..., windowsLater: Int = 0) throws -> Program.Result {
        let arguments = bench.arguments(
            ["--metric-name", metric] + more, from: UnitServer.url, at: UnitServer.noon + 300 * windowsLater)
        return try Program.metricsctl().run(arguments)
    }

    private func metricsctl(_ arguments: String...) throws -> MetricsctlRun {
        let place = arguments.firstIndex(of: "--") ?? arguments.endIndex
        return try MetricsctlRun(arguments[..<place] + ["--db", bench.archive] + arguments[place...])
    }

    /// What `all` says of the window before noon, without the metric's name.
    private func all(_ metric: String) throws -> String {
        let json = try metricsctl("all", "--metric-name", metric, "--at", SmallServer.text(UnitServer.noon), "--json")
        #expect(json.errors == "")
        return json.output.replacing(metric, with: "METRIC")
    }

    @Test(
        "a known metric brings its unit, label and part, and one that names its unit that",
        arguments: [":tensorflow:serving:request_latency", "apisix_llm_latency", "mystery_nanos"])
    func known(metric: String) throws {
        expectSilence(try collect(metric))
        let answer = try all(metric)
        // Five requests in a window, all up to half a second: p95 at 95 % of it.
        #expect(answer.contains(#""p95_latency_ms":475.0"#), "\(answer)")
        #expect(answer.contains(#""mean_latency_ms":250.0"#) && answer.contains(#""requests":5"#), "\(answer)")
        #expect(answer.contains(#""p95_upper_ms":500.0"#))
    }

    @Test("a unit that nothing tells is said to be guessed, once, with what speaks against it")
    func guessed() throws {
        let first = try collect("mystery_latency")
        #expect(first.exitCode == 0)
        let warning =
            "nothing tells the unit of mystery_latency: it is taken for s, which is doubtful: "
            + "buckets would reach beyond an hour, the mean would be above an hour"
        #expect(first.stderr == "metricsctl: warning: \(warning)\n")
        let health = try metricsctl("health", "--at", SmallServer.text(UnitServer.noon), "--json").output
        #expect(health.contains(#""warnings":["unit_guessed"]"#), "\(health)")
        expectSilence(try collect("mystery_latency", windowsLater: 1))
        let doctor = try metricsctl(
            "doctor", "--json", "--", "--prometheus-url", UnitServer.url, "--metric-name", "mystery_latency")
        #expect(doctor.output.contains(warning) && doctor.output.contains("archive set-unit"), "\(doctor.output)")
    }

    @Test("a unit that somebody tells is no guess, and stays without being told again")
    func told() throws {
        expectSilence(try collect("mystery_latency", "--unit", "us"))
        expectSilence(try collect("mystery_latency", windowsLater: 1))
        #expect(try all("mystery_latency").contains(#""p95_latency_ms":475.0"#))
    }

    @Test("set-unit makes of a wrong unit what the right one would have been, keeps the counts, and is written down")
    func setUnit() throws {
        _ = try collect("mystery_latency", "--backfill", "50m")
        let wrong = try all("mystery_latency")
        #expect(wrong.contains(#""p95_latency_ms":475000000.0"#))
        let done = try metricsctl("archive", "set-unit", "us", "--metric-name", "mystery_latency", "--yes")
        let rounded =
            "metricsctl: warning: sums of latency are kept in whole microseconds: in us they are rounded for good, and with "
            + "them means; counts and percentiles are not\n"
        #expect(done == MetricsctlRun(status: 0, output: "", errors: rounded))
        expectSilence(try collect("mystery_latency", windowsLater: 1))

        let right = try CollectBench()
        expectSilence(
            try Program.metricsctl().run(
                right.arguments(
                    ["--metric-name", "mystery_latency", "--unit", "us", "--backfill", "50m"], from: UnitServer.url,
                    at: UnitServer.noon)))
        let question = [
            "history", "--hours", "1", "--at", SmallServer.text(UnitServer.noon), "--json", "--db",
        ]
        #expect(try MetricsctlRun(question + [bench.archive]) == MetricsctlRun(question + [right.archive]))
        let stat = try metricsctl("archive", "stat", "--json").output
        #expect(stat.contains(#""from":"s","to":"us"}]"#) && stat.contains(#""unit_changes":[{"at":"#), "\(stat)")
        #expect(try metricsctl("archive", "verify") == MetricsctlRun(status: 0, output: "", errors: ""))
        let without = try metricsctl("archive", "set-unit", "ms", "--metric-name", "mystery_latency")
        #expect(without.status == 1 && without.errors.contains("--yes"))
    }

    @Test(
        "an archive from before keeps its unit and label, is told once that they are known otherwise, and never fails")
    func disagreement() throws {
        let metric = ":tensorflow:serving:request_latency"
        expectSilence(try collect(metric, "--unit", "s", "--model-label", "model_name"))
        _ = try bench.sqlite("update source set unit_origin = null")
        let told = try collect(metric, windowsLater: 1)
        #expect(told.exitCode == 0)
        #expect(
            told.stderr == "metricsctl: warning: \(metric) of TensorFlow Serving is in us, but is collected as s\n")
        expectSilence(try collect(metric, windowsLater: 2))
        #expect(try bench.sqlite("select distinct unit from source") == "s\n")
        let doctor = try metricsctl(
            "doctor", "--json", "--", "--prometheus-url", UnitServer.url, "--metric-name", metric)
        #expect(doctor.output.contains("is in us, but is collected as s"))
    }

    @Test("without the label that names models the first run and schedule install name those that there are")
    func noLabel() throws {
        let result = try collect("unlabelled_seconds")
        expectComplaint(
            result,
            "no series of unlabelled_seconds on \(UnitServer.url) has the label model: all models would be stored as one",
            hint: "name the models by a label that there is: --model-label deployment, or one of job, instance")
        #expect(try bench.outcomes() == ["rejected"])
        #expect(try bench.windows().isEmpty)
        expectSilence(try collect("unlabelled_seconds", "--model-label", "deployment"))
        #expect(try all("unlabelled_seconds").contains(#""model":"chat""#))
    }

    @Test(
        "of several servers' labels for one metric the first that its series have is taken, and told once if it is another"
    )
    func otherLabel() throws {
        let metric = "vllm:e2e_request_latency_seconds"
        let first = try collect(metric)
        #expect(first.exitCode == 0 && first.stdout == "")
        #expect(first.stderr == "metricsctl: \(metric) has no label model_name here: model names the models\n")
        #expect(try all(metric).contains(#""model":"chat""#))
        expectSilence(try collect(metric, windowsLater: 1))
        #expect(try bench.sqlite("select distinct model_label from source") == "model\n")

        expectSilence(try collect("vllm:time_per_output_token_seconds"))
        #expect(try all("vllm:time_per_output_token_seconds").contains(#""model":"chat""#))
        // Of what somebody says nothing is taken instead.
        let told = try collect(metric, "--source", "told", "--model-label", "model_name")
        #expect(told.exitCode == 1 && told.stderr.contains("has the label model_name: all models"))
    }

    @Test("an archive that has one model without a name goes on")
    func storedWithoutName() throws {
        expectSilence(try collect("unlabelled_seconds", "--model-label", "deployment"))
        // As it was stored before such a metric was refused.
        let export = try metricsctl("archive", "export").output
            .replacing(#""model":"chat""#, with: #""model":"""#)
            .replacing(#""model_label":"deployment""#, with: #""model_label":"model""#)
        try #require(export.contains(#""model":"""#))
        try Data(export.utf8).write(to: bench.folder.url.appending(path: "export.jsonl"))
        try FileManager.default.removeItem(atPath: bench.archive)
        #expect(try metricsctl("archive", "import", bench.folder.path("export.jsonl")).errors == "")
        expectSilence(try collect("unlabelled_seconds", windowsLater: 1))
    }

    @Test("a selector that never matched anything is in health's warnings in every run")
    func nothingMatches() throws {
        for later in 0...1 {
            expectSilence(
                try collect("mystery_nanos", "--selector", #"job="nope""#, windowsLater: later))
            let time = SmallServer.text(UnitServer.noon + 300 * later)
            let health = try metricsctl("health", "--at", time, "--json").output
            #expect(health.contains(#""warnings":["nothing_matches"]"#), "\(health)")
        }
    }

    @Test("forget-source undoes a source and leaves the others")
    func forgetSource() throws {
        expectSilence(try collect("mystery_nanos"))
        _ = try collect("mystery_latency", "--source", "wrong")
        let asked = try metricsctl("archive", "forget-source", "wrong")
        #expect(asked.status == 1 && asked.errors.contains("--yes"))
        let done = try metricsctl("archive", "forget-source", "wrong", "--yes")
        #expect(done == MetricsctlRun(status: 0, output: "", errors: ""))
        #expect(try bench.sqlite("select name, metric from source") == "default|mystery_nanos\n")
        for table in ["series", "run"] {
            #expect(try bench.sqlite("select distinct source_id from \(table)") == "1\n")
        }
        #expect(try all("mystery_nanos").contains(#""p95_latency_ms":475.0"#))
        #expect(try metricsctl("archive", "verify") == MetricsctlRun(status: 0, output: "", errors: ""))
        let again = try metricsctl("archive", "forget-source", "wrong", "--yes")
        #expect(again.status == 1 && again.errors.contains(#"there is no source "wrong""#))
        expectSilence(try collect("mystery_latency", "--source", "wrong", "--unit", "us"))
    }
}
