import Archive
import Foundation
import SQLiteStore
import TestSupport
import Testing

/// A damaged archive, as people meet it: `verify`, warnings, and the deletion that asks first.
@Suite struct ArchiveDamageTests {
    private func sqlite(_ sample: SampleArchive, _ sql: String) throws {
        let result = try Program(URL(fileURLWithPath: "/usr/bin/sqlite3")).run(sample.path, sql)
        #expect(result.exitCode == 0 && result.stderr.isEmpty)
    }

    private func run(_ arguments: String..., on sample: SampleArchive) throws -> MetricsctlRun {
        try MetricsctlRun(arguments + ["--db", sample.path])
    }

    @Test("verify is silent on a sound archive, and names what is damaged with exit code 1")
    func verify() throws {
        let sample = try SampleArchive()
        #expect(try run("archive", "verify", on: sample) == MetricsctlRun(status: 0, output: "", errors: ""))
        try sqlite(sample, "update hot set body = x'00ff' where key = (select min(key) from hot)")
        #expect(
            try run("archive", "verify", on: sample)
                == MetricsctlRun(
                    status: 1,
                    output: "the window of 2025-10-17T05:15:00Z of request_duration_seconds of source \"default\" "
                        + "in \(sample.path) is damaged: it is cut short\n", errors: ""))
    }

    @Test("an answer that lacks what is damaged says so: on stderr, in its JSON, and over HTTP in the same bytes")
    func warnings() throws {
        let sample = try SampleArchive()
        try sqlite(sample, "update hot set body = x'00ff' where key = (select max(key) from hot)")
        let warning =
            "the window of 2025-10-17T05:30:00Z of request_duration_seconds of source \"default\" is damaged and left "
            + "out: it is cut short"
        let question = ["p95", "--at", "2025-10-17T14:32:30+09:00", "--db", sample.path]
        let answer = try MetricsctlRun(question)
        #expect(answer.status == 0)
        #expect(answer.errors == "metricsctl: warning: \(warning)\n")
        // The window before is the newest that can be read.
        #expect(answer.output.contains(#""last_updated":"2025-10-17T14:25:00+09:00","warnings":["#))
        #expect(answer.output.hasSuffix(warning.replacing("\"", with: "\\\"") + "\"]}\n"))
        let csv = try MetricsctlRun(question + ["--format", "csv"])
        #expect(csv.errors == answer.errors && !csv.output.contains("damaged"))

        let server = try ServedProgram(archive: sample.path)
        let path = "/api/metrics/p95/?at=2025-10-17T14:32:30%2B09:00"
        // The second time from what the server kept.
        for _ in 0..<2 {
            let (json, csv) = (try server.request(path), try server.request(path + "&format=csv"))
            #expect(json.body == answer.output && json.headers["x-metricsctl-warning"] == nil)
            #expect(!csv.body.contains("damaged") && csv.headers["x-metricsctl-warning"] == warning)
        }
    }

    /// What every surface says: the sound archive's and that of one whose newest window is damaged.
    private func surfaces(_ sample: SampleArchive) throws -> [String: String] {
        let at = ["--at", SampleArchive.newestText, "--db", sample.path]
        let server = try ServedProgram(archive: sample.path)
        var told: [String: String] = [:]
        let model = "gpt-4&at=2025-10-17T14:30:00%2B09:00"
        for path in [
            "/?at=2025-10-17T14:30:00%2B09:00", "/model?name=\(model)", "/chart.svg?model_name=\(model)",
            "/badge.svg?model_name=\(model)", "/api/models/?at=2025-10-17T14:30:00%2B09:00",
            "/api/metrics/history/?at=2025-10-17T14:30:00%2B09:00", "/api/health/?at=2025-10-17T14:30:00%2B09:00",
        ] {
            let first = try server.request(path).body
            // The second time from what the server kept.
            #expect(try server.request(path).body == first)
            told[path] = first
        }
        for command in [["check"], ["history", "--json"], ["health", "--json"], ["archive", "stat"]] {
            let run = try MetricsctlRun(
                command + (command == ["archive", "stat"] ? ["--db", sample.path, "--json"] : at))
            told[command.joined(separator: " ")] = run.output + run.errors
        }
        return told
    }

    @Test("everybody who shows numbers says that something is damaged, and nobody does where nothing is")
    func everybody() throws {
        let sample = try SampleArchive()
        for (name, text) in try surfaces(sample) { #expect(!text.contains("damaged"), "\(name)") }
        try sqlite(sample, "update hot set body = x'00ff' where key = (select max(key) from hot)")
        for (name, text) in try surfaces(sample) { #expect(text.contains("damaged"), "\(name): \(text)") }
    }

    @Test("whoever judges by the record of a run says that it is damaged, and does not call the data stale alone")
    func runs() throws {
        let sample = try SampleArchive()
        let archive = try Archive(updatingAt: sample.path)
        let now = SampleArchive.newest
        for source in try archive.sources() {
            try archive.record(
                Run(started: now, finished: now, windows: 1, outcome: .success, detail: nil), of: source)
        }
        try sqlite(sample, "update run set windows = windows + 1")
        let told = try surfaces(sample).filter { name, _ in
            ["/?", "/model", "/badge", "/api/health", "health"].contains { name.hasPrefix($0) }
        }
        #expect(told.count == 5)
        for (name, text) in told { #expect(text.contains("damaged"), "\(name): \(text)") }
    }

    @Test("a scrape counts what is damaged, and nothing on a sound archive")
    func scrape() throws {
        let sample = try SampleArchive(newest: Int(Date().timeIntervalSince1970) / 300 * 300)
        #expect(
            try ServedProgram(archive: sample.path).request("/metrics").body.contains(
                "\nmetricsctl_archive_damages 0\n"))
        try sqlite(sample, "update hot set body = x'00ff' where key = (select max(key) from hot)")
        #expect(
            try ServedProgram(archive: sample.path).request("/metrics").body.contains(
                "\nmetricsctl_archive_damages 1\n"))
    }

    @Test("check goes by what can be read, and knows nothing of a model of which nothing can")
    func check() throws {
        let sample = try SampleArchive()
        let question = ["check", "--p95-critical", "100ms", "--perfdata", "none", "--at", SampleArchive.newestText]
        try sqlite(sample, "update hot set body = x'00ff' where key = (select min(key) from hot)")
        let partly = try MetricsctlRun(question + ["--db", sample.path, "--model", "gpt-4"])
        #expect(
            partly
                == MetricsctlRun(
                    status: 2, output: "LATENCY CRITICAL: gpt-4 p95 195 ms (100–200 ms, 100 requests)\n", errors: ""))
        try sqlite(sample, "update hot set body = x'00ff'")
        let nothing = try MetricsctlRun(question + ["--db", sample.path, "--no-traffic", "ok", "--no-data", "ok"])
        #expect(nothing.status == 3)
        #expect(
            nothing.output.hasPrefix(
                "LATENCY UNKNOWN: no traffic in the last 24 hours; the window of 2025-10-17T05:30:00Z"))
        #expect(nothing.output.hasSuffix("is damaged and left out: it is cut short, and 3 more\n"))
    }

    @Test("prune and forget delete nothing unless someone says yes")
    func deletion() throws {
        let sample = try SampleArchive()
        let before = try Data(contentsOf: URL(fileURLWithPath: sample.path))
        #expect(
            try run("archive", "forget", "gpt-4", on: sample)
                == MetricsctlRun(
                    status: 1, output: "",
                    errors: "metricsctl: cannot ask whether to delete all of model gpt-4 of request_duration_seconds "
                        + "of source \"default\": there is no terminal\nhint: --yes does it without asking\n"))
        #expect(try run("archive", "prune", "--before", "2026-01-01T00:00:00Z", on: sample).status == 1)
        let measured = try MeasuredArchive()
        let several = try MetricsctlRun(["archive", "prune", "--before", "2025-01-01", "--db", measured.path])
        #expect(several.errors.contains(#"all of 8 metrics of source "east", litellm_request_total_latency_metric of"#))
        let unknown = try run("archive", "forget", "gpt-5", "--yes", on: sample)
        #expect(unknown.errors.hasPrefix("metricsctl: there is no model gpt-5 in the archive\n"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: sample.path)) == before)

        let done = MetricsctlRun(status: 0, output: "", errors: "")
        #expect(try run("archive", "forget", "gpt-4", "--yes", on: sample) == done)
        let csv = try run("archive", "stat", "--format", "csv", on: sample).output
        #expect(csv.split(separator: "\r\n").count == 2 && csv.contains("한국어 모델/a+b"))
        #expect(try run("archive", "prune", "--before", "2025-10-17T23:59:59Z", "--yes", on: sample) == done)
        #expect(try run("archive", "stat", "--json", on: sample).output.contains(#""windows":4"#))
        #expect(try run("archive", "prune", "--before", "2025-10-18T00:00:00Z", "--yes", on: sample) == done)
        #expect(try run("archive", "stat", "--json", on: sample).output.contains(#""windows":0"#))
        #expect(try run("archive", "verify", on: sample) == done)
    }

    @Test("a missing archive is not made by deleting from it")
    func missing() throws {
        let sample = try SampleArchive(empty: true)
        for command in [["verify"], ["forget", "a", "--yes"], ["prune", "--before", "2026-01-01T00:00:00Z", "--yes"]] {
            let result = try MetricsctlRun(["archive"] + command + ["--db", sample.path])
            #expect(result.errors.hasPrefix("metricsctl: there is no archive at \(sample.path) yet\n"))
            #expect(!FileManager.default.fileExists(atPath: sample.path))
        }
    }
}
