import Foundation
import TestSupport
import Testing

@Suite struct QueryCommandTests {
    private let at = ["--at", "2025-10-17T14:32:30+09:00"]

    @Test("p95 answers in JSON where stdout is no terminal, in the zone of TZ")
    func p95() throws {
        let sample = try SampleArchive()
        let seoul = try MetricsctlRun(["p95", "--db", sample.path] + at)
        #expect(
            seoul
                == MetricsctlRun(
                    status: 0,
                    output: #"{"status":"success","data":[{"model":"gpt-4","p95_latency_ms":195.0,"#
                        + #""collected_at":"2025-10-17T14:30:00+09:00","p95_lower_ms":100.0,"p95_upper_ms":200.0,"#
                        + #""requests":100,"quality":"exact"},{"model":"한국어 모델/a+b","p95_latency_ms":400.0,"#
                        + #""collected_at":"2025-10-17T14:30:00+09:00","p95_lower_ms":400.0,"p95_upper_ms":null,"#
                        + #""requests":13,"quality":"exact"}],"count":2,"last_updated":"2025-10-17T14:30:00+09:00"}"#
                        + "\n", errors: ""))
        let newYork = try MetricsctlRun(["p95", "--db", sample.path] + at, environment: ["TZ": "America/New_York"])
        #expect(newYork.output.contains(#""last_updated":"2025-10-17T01:30:00-04:00""#))
        let utc = try MetricsctlRun(["p95", "--db", sample.path] + at, environment: ["TZ": "UTC"])
        #expect(utc.output.contains(#""last_updated":"2025-10-17T05:30:00+00:00""#))
    }

    @Test("days of a history begin at midnight of TZ, also where the day has 25 hours")
    func days() throws {
        let sample = try SampleArchive()
        let result = try MetricsctlRun(
            [
                "history", "--hours", "1200", "--step", "1d", "--db", sample.path, "--at", "2025-11-20T00:00:00Z",
                "--model", "gpt-4", "--format", "csv",
            ], environment: ["TZ": "America/New_York"])
        #expect(result.status == 0)
        #expect(result.output.contains("\r\ngpt-4,2025-10-18T00:00:00-04:00,195.0,"))
    }

    @Test("every query has three formats", arguments: ["p95", "all", "history", "health", "runs"])
    func formats(command: String) throws {
        let sample = try SampleArchive()
        let arguments = [command, "--db", sample.path] + at
        let table = try MetricsctlRun(arguments + ["--format", "table"])
        #expect(table.status == 0 && table.errors.isEmpty && !table.output.contains("{"))
        let csv = try MetricsctlRun(arguments + ["--format", "csv"])
        #expect(csv.status == 0 && csv.errors.isEmpty && csv.output.hasSuffix("\r\n"))
        let json = try MetricsctlRun(arguments + ["--json"])
        #expect(json.status == 0 && json.errors.isEmpty && json.output.hasPrefix(#"{"status":""#))
        #expect(try MetricsctlRun(arguments + ["--format", "json"]) == json)
    }

    @Test(
        "a model that another source has is no unknown one",
        arguments: ["p95", "all", "history", "models", "summary", "compare", "changes", "slo", "check"])
    func elsewhere(command: String) throws {
        let measured = try MeasuredArchive()
        func ask(_ more: String...) throws -> String {
            let options =
                switch command {
                case "check": ["--p95-critical", "1h"]
                case "slo": ["--below", "1s", "--target", "99%", "--format", "table"]
                default: ["--format", "table"]
                }
            return try MetricsctlRun([command, "--db", measured.path, "--source", "west"] + at + options + more).output
        }
        #expect(try ask("--model", "llama-3-70b").contains("west has no model llama-3-70b, east has (--source east)"))
        #expect(try ask("--model", "no-such").contains("here is no model no-such in the archive"))
    }

    @Test("the empty name can be asked for in both spellings", arguments: [["--model", ""], ["--model="]])
    func emptyModel(arguments: [String]) throws {
        let sample = try SampleArchive()
        let result = try MetricsctlRun(["p95", "--db", sample.path] + at + arguments)
        #expect(
            result
                == MetricsctlRun(
                    status: 0, output: #"{"status":"success","data":[],"count":0,"last_updated":null}"# + "\n",
                    errors: ""))
    }

    @Test("health exits 0 while what is stored is fresh, else 1, and prints its answer either way")
    func health() throws {
        let sample = try SampleArchive()
        let fresh = try MetricsctlRun(["health", "--db", sample.path] + at)
        #expect(
            fresh
                == MetricsctlRun(
                    status: 0,
                    output: #"{"status":"healthy","last_collection":"2025-10-17T14:30:02+09:00","minutes_ago":2.5,"#
                        + #""model_count":2,"last_run":{"outcome":"success","finished_at":"2025-10-17T14:30:02+09:00","#
                        + #""message":null},"missing_windows_24h":0}"# + "\n", errors: ""))
        let old = try MetricsctlRun(["health", "--db", sample.path, "--at", "2025-10-17T14:45:03+09:00"])
        #expect(old.status == 1 && old.errors.isEmpty && old.output.hasPrefix(#"{"status":"unhealthy","#))
    }

    @Test("without an archive queries say how to make one, and health says no_data")
    func noArchive() throws {
        let sample = try SampleArchive(empty: true)
        for command in ["p95", "all", "history"] {
            #expect(
                try MetricsctlRun([command, "--db", sample.path])
                    == MetricsctlRun(
                        status: 1, output: "",
                        errors:
                            "metricsctl: there is no archive at \(sample.path) yet\nhint: `metricsctl collect` makes it\n"
                    ))
        }
        #expect(
            try MetricsctlRun(["health", "--db", sample.path])
                == MetricsctlRun(
                    status: 1,
                    output: #"{"status":"no_data","last_collection":null,"minutes_ago":null,"model_count":0,"#
                        + #""last_run":null,"missing_windows_24h":0}"# + "\n", errors: ""))
    }

    @Test("the archive is --db, else METRICSCTL_DB, else in XDG_DATA_HOME, else in the home directory")
    func whichArchive() throws {
        func named(_ environment: [String: String], _ arguments: [String] = []) throws -> String {
            try MetricsctlRun(["p95"] + arguments, environment: environment).errors
        }
        let all = ["METRICSCTL_DB": "/nope/env.db", "XDG_DATA_HOME": "/nope/data", "HOME": "/nope/home"]
        #expect(
            try named(all, ["--db", "/nope/flag.db"]).hasPrefix("metricsctl: there is no archive at /nope/flag.db yet"))
        #expect(try named(all).contains(" /nope/env.db yet"))
        #expect(try named(all.filter { $0.key != "METRICSCTL_DB" }).contains(" /nope/data/metricsctl/metrics.db yet"))
        #expect(try named(["HOME": "/nope/home"]).contains(" /nope/home/.local/share/metricsctl/metrics.db yet"))
        #expect(
            try named(["HOME": "/h", "XDG_DATA_HOME": "data"]).contains(" /h/.local/share/metricsctl/metrics.db yet"))
        #expect(
            try named([:])
                == "metricsctl: cannot tell where the archive is: HOME is not set\n"
                + "hint: name the file with --db or METRICSCTL_DB\n")
    }

    @Test("several sources are listed until one is named")
    func severalSources() throws {
        let sample = try SampleArchive(sources: ["prod", "stage"])
        #expect(
            try MetricsctlRun(["p95", "--db", sample.path] + at)
                == MetricsctlRun(
                    status: 64, output: "",
                    errors: "metricsctl: source must be given, the archive has several: "
                        + "\"prod\" (request_duration_seconds), \"stage\" (request_duration_seconds)\n"
                        + "hint: choose one with --source NAME, or for good with default_source in the configuration\n")
        )
        #expect(try MetricsctlRun(["p95", "--db", sample.path, "--source", "stage"] + at).status == 0)
    }

    @Test("a default source that the archive does not have is told where one is to be named")
    func wrongDefault() throws {
        let (sample, folder) = (try SampleArchive(sources: ["prod", "stage"]), try TemporaryFolder())
        let file = folder.path("config.yaml")
        try Data("default_source: prodd\n".utf8).write(to: URL(fileURLWithPath: file))
        for question in [["p95"], ["history"], ["check", "--p95-critical", "1s"]] {
            let run = try MetricsctlRun(question + ["--db", sample.path, "--config", file] + at)
            let told = "\"stage\" (request_duration_seconds); none of them is \"prodd\", which default_source names"
            #expect((run.output + run.errors).contains(told), "\(run)")
        }
    }

    @Test("a reader that goes away ends it quietly")
    func closedPipe() throws {
        let sample = try SampleArchive()
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        // SIGPIPE is ignored in the second one, as some parents leave it.
        let command =
            "'\(MetricsctlRun.url.path)' history --db '\(sample.path)' \(at.joined(separator: " ")) --format csv"
        shell.arguments = ["-c", "\(command) | true; trap '' PIPE; \(command) | true"]
        let errors = Pipe()
        shell.standardError = errors
        shell.standardOutput = FileHandle.nullDevice
        try shell.run()
        #expect(errors.fileHandleForReading.readDataToEndOfFile().isEmpty)
        shell.waitUntilExit()
    }
}
