import Foundation
import TestSupport
import Testing

/// What is wrong with a command line is said with what to write instead.
@Suite struct ArgumentTests {
    private func expectUsage(_ arguments: [String], _ message: String, _ hint: String) throws {
        let result = try MetricsctlRun(arguments, environment: ["METRICSCTL_DB": "/nope/metrics.db"])
        let errors = "metricsctl: \(message)\nhint: \(hint)\n"
        #expect(result == MetricsctlRun(status: 64, output: "", errors: errors))
    }

    @Test(
        "an option that takes one value and has two is refused, by every command",
        arguments: [
            (["p95", "--db", "a", "--db", "b"], "--db"), (["all", "--measure=a", "--measure=b"], "--measure"),
            (["history", "--hours", "1", "--json", "--hours=2"], "--hours"),
            (["health", "--at", "2026-11-28", "--at", "2026-11-28"], "--at"),
            (["collect", "--source", "a", "--unit", "s", "--source", "a"], "--source"),
            (["archive", "stat", "--db", "a", "--db", "a"], "--db"),
            (["schedule", "install", "--", "--db", "a", "--db", "a"], "--db"),
            (["doctor", "--", "--metric-name", "a", "--metric-name", "b"], "--metric-name"),
            (["serve", "--port", "1", "--port", "2"], "--port"),
        ])
    func repeated(arguments: [String], option: String) throws {
        try expectUsage(arguments, "\(option) takes one value and is given twice", "leave out all but one")
    }

    @Test("a plugin's wrong usage is unknown, also where an option is there twice")
    func plugin() throws {
        let result = try MetricsctlRun(["check", "--p95-critical", "1s", "--p95-critical", "2s"])
        #expect(result.status == 3 && result.output.contains("--p95-critical takes one value and is given twice"))
    }

    @Test("a flag may be there twice, and a value may look like an option's name")
    func notRepeated() throws {
        let sample = try SampleArchive()
        let base = ["p95", "--db", sample.path, "--at", "2025-10-17T14:32:30+09:00"]
        #expect(try MetricsctlRun(base + ["--json", "--json"]).status == 0)
        #expect(try MetricsctlRun(base + ["--json", "--model=--at"]).status == 0)
    }

    @Test("an option before the command, and a command that there is not, are answered with what to write")
    func commands() throws {
        try expectUsage(
            ["--db", "my file", "p95", "--json"], "--db must stand behind the command",
            "metricsctl p95 --db 'my file' --json")
        let all =
            "collect, models, p95, all, history, summary, compare, changes, health, runs, check, notify, slo, report, mark, exclude, "
            + "announce, presets, discover, init, schedule, doctor, serve, page, mcp, archive, config"
        for (word, meant) in [("p96", "p95"), ("helth", "health"), ("hist", "history")] {
            let result = try MetricsctlRun([word])
            #expect(result.status == 64)
            #expect(result.errors.hasPrefix("metricsctl: metricsctl has no command \(word): did you mean \(meant)?\n"))
        }
        let unknown = try MetricsctlRun(["frobnicate"])
        #expect(unknown.status == 64 && unknown.output.isEmpty)
        #expect(unknown.errors == "metricsctl: metricsctl has no command frobnicate\nhint: there are \(all)\n")
        let help = try MetricsctlRun(["help", "frobnicate"])
        #expect(help.status == 64 && help.errors == unknown.errors)
        #expect(try MetricsctlRun(["help", "archive", "verify"]).status == 0)
        let nested = try MetricsctlRun(["archive", "verfy"])
        #expect(nested.errors.hasPrefix("metricsctl: archive has no command verfy: did you mean verify?\n"))
    }

    @Test("who asks the newest window for a stretch of time is told what answers for one")
    func stretch() throws {
        let run = try MetricsctlRun(["p95", "--hours", "3"])
        #expect(run.status == 64 && run.errors.hasPrefix("metricsctl: unknown option '--hours'\n"))
        #expect(
            run.errors.hasSuffix("hint: p95 is of the newest window; summary and history are of a stretch of time\n"))
    }

    @Test("a span without a unit is answered with the units")
    func spans() throws {
        try expectUsage(
            ["serve", "--good-below", "5"], "the value '5' is invalid for '--good-below <time>'",
            "write a number and its unit: 5ms, 5s, 5m, 5h or 5d")
        try expectUsage(
            ["collect", "--backfill", "week"], "the value 'week' is invalid for '--backfill <time>'",
            "write a number and its unit: 24h or 7d")
        try expectUsage(
            ["collect", "--backfill", "1"], "the value '1' is invalid for '--backfill <time>'",
            "write a number and its unit: 1h or 1d")
    }

    @Test("a plain date is its midnight here, and a span may be hours, wherever a time or a span is asked for")
    func datesAndSpans() throws {
        let sample = try SampleArchive()
        let zone = ["TZ": "Asia/Seoul"]
        func run(_ arguments: String...) throws -> MetricsctlRun {
            try MetricsctlRun(arguments + ["--db", sample.path], environment: zone)
        }
        let midnight = "2025-10-18T00:00:00+09:00"
        for arguments in [
            ["p95", "--json"], ["health", "--json"], ["runs", "--json"], ["history", "--hours", "24"],
        ] {
            let date = try MetricsctlRun(arguments + ["--db", sample.path, "--at", "2025-10-18"], environment: zone)
            #expect(
                date == (try MetricsctlRun(arguments + ["--db", sample.path, "--at", midnight], environment: zone)))
            #expect(date.output.contains("{"))
        }
        for (span, hours) in [("24h", "24"), ("90m", "1.5"), ("7d", "168")] {
            let told = try run("history", "--at", midnight, "--hours", span)
            #expect(told == (try run("history", "--at", midnight, "--hours", hours)))
            #expect(told.output.contains("\"hours\":\(hours)"))
        }
        #expect(try run("history", "--hours", "4000d").status == 64)
        #expect(try run("runs", "--since", "2025-10-17").status == 0)
        #expect(try run("archive", "export", "--since", "2025-10-17", "--before", "2025-10-18").errors.isEmpty)
        for text in ["2025-13-01", "2025-10-17T", "2025-10-1", "2025-10-171"] {
            #expect(try run("p95", "--at", text).status == 64)
        }
    }
}
