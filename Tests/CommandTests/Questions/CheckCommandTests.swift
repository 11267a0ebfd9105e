import Testing

/// `metricsctl check` as a monitoring system runs it: one line on stdout, nothing on stderr, the state as exit code.
@Suite struct CheckCommandTests {
    private func check(_ arguments: String..., archive: SampleArchive) throws -> MetricsctlRun {
        try MetricsctlRun(
            ["check", "--db", archive.path, "--at", SampleArchive.newestText] + arguments)
    }

    @Test("limits decide between OK, warning and critical")
    func limits() throws {
        let archive = try SampleArchive()
        let data = " | 'gpt-4'=0.19500s;"
        let line = "gpt-4 p95 195 ms (100–200 ms, 100 requests)" + data
        let doubtful = "gpt-4 p95 195 ms (100–200 ms, 100 requests, not sure)" + data
        #expect(
            try check("--model", "gpt-4", "--p95-warning", "200ms", archive: archive)
                == MetricsctlRun(
                    status: 0, output: "LATENCY OK: \(line)0.20000;;0 'gpt-4 requests'=100;;;0\n", errors: ""))
        #expect(
            try check("--model", "gpt-4", "--p95-warning", "0.1s", archive: archive)
                == MetricsctlRun(
                    status: 1, output: "LATENCY WARNING: \(line)0.10000;;0 'gpt-4 requests'=100;;;0\n", errors: ""))
        #expect(
            try check("--model", "gpt-4", "--p95-critical", "150ms", "--for", "20m", archive: archive)
                == MetricsctlRun(
                    status: 2, output: "LATENCY CRITICAL: \(doubtful);0.15000;0 'gpt-4 requests'=100;;;0\n", errors: "")
        )
    }

    @Test("performance data is that of every model, of the worst, or none")
    func performanceData() throws {
        let archive = try SampleArchive()
        let all = try check("--perfdata", "all", archive: archive).output
        #expect(all == (try check(archive: archive).output) && all.contains("'gpt-4'="))
        #expect(try check("--perfdata", "worst", archive: archive).output.contains(" | '한국어 모델/a+b'=0.40000s;"))
        #expect(try !check("--perfdata", "none", archive: archive).output.contains("|"))
        #expect(try check("--perfdata", "some", archive: archive).status == 3)
    }

    @Test("the worst of all models counts")
    func all() throws {
        let result = try check("--p95-critical", "300ms", archive: SampleArchive())
        #expect(result.status == 2 && result.errors.isEmpty)
        #expect(
            result.output.hasPrefix("LATENCY CRITICAL: 1 of 2 models: 한국어 모델/a+b p95 ≥ 400 ms (> 400 ms, 13 requests)"))
    }

    @Test(
        "errors and wrong usage are unknown, on stdout, with exit code 3",
        arguments: [
            (["--p95-warning", "fast"], "the value 'fast' is invalid for '--p95-warning <time>'"),
            (["--p95-warning", "2s", "--p95-critical", "1s"], "--p95-warning must not be above --p95-critical"),
            (["--min-requests", "0"], "--min-requests must be at least 1, got 0"),
            (["--foo"], "unknown option '--foo'"),
            (["--source", "x"], #"there is no source "x", only "default" (request_duration_seconds)"#),
            (["--at", "noon"], #"at must be a time like 2025-10-17T14:30:00+09:00, got "noon""#),
            (["--at", "2025-10-17T14:46:00+09:00"], "the newest window ended 16 min ago"),
            (["--model", "gpt4"], "there is no model gpt4 in the archive: did you mean gpt-4?"),
        ])
    func unknown(arguments: [String], message: String) throws {
        let archive = try SampleArchive()
        let moment = arguments.contains("--at") ? [] : ["--at", SampleArchive.newestText]
        let result = try MetricsctlRun(["check", "--db", archive.path] + moment + arguments)
        #expect(result.status == 3 && result.errors.isEmpty)
        #expect(result.output.hasPrefix("LATENCY UNKNOWN: \(message)"))
        #expect(result.output.hasSuffix("\n") && result.output.dropLast().allSatisfy { !$0.isNewline })
    }

    @Test("an archive that is not there is unknown")
    func noArchive() throws {
        let result = try MetricsctlRun(["check", "--db", "/nope/metrics.db"])
        #expect(result.status == 3 && result.output.hasPrefix("LATENCY UNKNOWN: ") && result.errors.isEmpty)
    }

    @Test("help is still help")
    func help() throws {
        let result = try MetricsctlRun(["check", "--help"])
        #expect(result.status == 0 && result.output.contains("--p95-warning <time>"))
    }
}
