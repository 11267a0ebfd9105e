import Testing

/// What follows a number of hours that is none.
private let hoursHint = "\nhint: write a number of hours, or a span such as 24h or 7d"

@Suite struct UsageTests {
    @Test(
        "wrong usage is one line on stderr, nothing on stdout and exit status 64",
        arguments: [
            (
                ["history", "--hours", "abc"], #"hours must be more than 0 and at most 87600, got "abc""# + hoursHint,
                false
            ),
            (["history", "--hours", "0"], #"hours must be more than 0 and at most 87600, got "0""# + hoursHint, false),
            (
                ["history", "--hours", "-1"], #"hours must be more than 0 and at most 87600, got "-1""# + hoursHint,
                false
            ),
            (
                ["history", "--hours", "1\u{1B}[2J\n"],
                #"hours must be more than 0 and at most 87600, got "1\u001b[2J\u000a""# + hoursHint, false
            ),
            (
                ["history", "--step", "4m"],
                #"step must be 5m, 10m, 15m, 30m, 1h, 2h, 3h, 6h, 12h, 1d or 7d, got "4m""#, false
            ),
            (["p95", "--at", "noon"], #"at must be a time like 2025-10-17T14:30:00+09:00, got "noon""#, false),
            (["p95", "--json", "--format", "csv"], "--json and --format csv cannot be combined", true),
            (["p95", "--db", ""], "--db must name a file", true),
            (["p95", "--foo"], "unknown option '--foo'", true),
            (["p95", "--formt", "csv"], "unknown option '--formt': did you mean '--format'?", true),
            (
                ["p95", "--format", "xml"],
                "the value 'xml' is invalid for '--format <format>': provide one of 'table', 'json' or 'csv'",
                true
            ),
            (["serve", "--port", "65536"], "--port must be between 0 and 65535, got 65536", true),
            (["serve", "--port", "http"], "the value 'http' is invalid for '--port <port>'", true),
        ])
    func usage(arguments: [String], message: String, hasHint: Bool) throws {
        let result = try MetricsctlRun(arguments, environment: ["METRICSCTL_DB": "/nope/metrics.db"])
        #expect(
            result
                == MetricsctlRun(
                    status: 64, output: "",
                    errors: "metricsctl: \(message)\n" + (hasHint ? Self.hint(arguments[0]) : "")))
    }

    private static func hint(_ command: String) -> String {
        "hint: metricsctl \(command) --help has its options; an example: metricsctl \(command)\n"
    }

    @Test(
        "what is missing or wrong comes with an example of the command",
        arguments: [
            (["mark", "add"], "mark add", "metricsctl mark add 'vLLM 0.11' --model gpt-4"),
            (["mark", "remove", "x"], "mark remove", "metricsctl mark remove 3"),
            (["notify", "replay"], "notify replay", "metricsctl notify replay notify.conf 90d"),
        ])
    func example(arguments: [String], command: String, example: String) throws {
        let result = try MetricsctlRun(arguments)
        #expect(result.status == 64)
        let hint = "hint: metricsctl \(command) --help has its options; an example: \(example)"
        #expect(result.errors.hasSuffix("\n\(hint)\n"))
    }

    @Test("wrong usage of no command lists them")
    func noCommand() throws {
        #expect(
            try MetricsctlRun(["--foo"]).errors.hasSuffix(
                "\nhint: metricsctl --help lists the commands, metricsctl COMMAND --help their options\n"))
    }

    @Test("help and version go to stdout and exit 0", arguments: [["--help"], ["p95", "--help"], ["--version"], []])
    func help(arguments: [String]) throws {
        let result = try MetricsctlRun(arguments)
        #expect(result.status == 0 && result.errors.isEmpty && !result.output.isEmpty)
    }

    @Test("libcurl, which takes longer to open than a query, is opened by what speaks HTTP alone")
    func libraries() throws {
        let sample = try SampleArchive()
        for arguments in [["--version"], ["--help"], ["p95", "--db", sample.path], ["health", "--db", sample.path]] {
            #expect(try !opened(arguments).contains("libcurl"), "\(arguments)")
        }
        #expect(
            try opened(["collect", "--prometheus-url", "http://127.0.0.1:9", "--db", sample.path]).contains("libcurl"))
    }

    /// What the C library's loader says of the files that it looks for.
    private func opened(_ arguments: [String]) throws -> String {
        try MetricsctlRun(arguments, environment: ["LD_DEBUG": "files"]).errors
    }

    @Test("the version tells the build and the libraries", arguments: [["--version"], ["p95", "--version"]])
    func version(arguments: [String]) throws {
        let result = try MetricsctlRun(arguments)
        #expect(result.status == 0 && result.errors.isEmpty)
        #expect(
            result.output.contains(
                #/metricsctl [0-9.]+(-rc\.[0-9]+)? \([^)]+\)\nSQLite 3\.[0-9.]+\n/#))
    }
}
