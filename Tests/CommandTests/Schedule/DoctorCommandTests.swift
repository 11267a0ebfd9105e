import Foundation
import TestSupport
import Testing

/// `metricsctl doctor` in set-ups that are well, and in broken ones.
@Suite(.recentServer, .enabled(if: PrivateSpool.isPossible)) struct DoctorCommandTests {
    private struct Report: Decodable {
        struct Check: Decodable {
            let check: String
            let metricName: String?
            let verdict: String
            let reason: String
            let advice: String?
        }

        let status: String
        let problems: Int
        let checks: [Check]
    }

    private func report(_ result: Program.Result) throws -> Report {
        #expect(result.stderr == "")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Report.self, from: Data(result.stdout.utf8))
    }

    @Test("where all is well it says so of every check, and exits 0")
    func well() throws {
        let bench = try DoctorBench()
        let served = try ServedProgram(archive: bench.archive)
        bench.doctorOptions = ["--serve-url", "http://127.0.0.1:\(served.port)"]
        let result = try bench.diagnose()
        let report = try report(result)
        #expect(result.exitCode == 0)
        #expect(
            report.checks.map(\.check) == [
                "SQLite", "libcurl", "time zone", "archive", "archive writable", "archive whole", "disk", "serve",
                "server",
                "clock",
                "metric", "model label", "scrape interval", "retention", "unit", "schedule", "last run",
            ])
        for check in report.checks where check.check != "disk" {
            #expect(check.verdict == "ok", "\(check.check): \(check.reason)")
        }
        #expect(report.checks.first { $0.check == "server" }?.reason.contains("Prometheus 2.") == true)
    }

    @Test(
        "a broken set-up is found, with what to do about it, and exits 1 where it is a problem",
        arguments: BrokenSetup.all)
    func broken(_ setup: BrokenSetup) throws {
        let bench = try DoctorBench()
        try setup.breaking(bench)
        let result = try bench.diagnose()
        let report = try report(result)
        let found = try #require(report.checks.first { $0.check == setup.check })
        #expect(found.verdict == setup.verdict, "\(found.reason)")
        #expect(found.advice?.contains(setup.remedy) == true, "\(found.reason); \(found.advice ?? "no advice")")
        if setup.verdict == "problem" { #expect(result.exitCode == 1 && report.status == "problem") }
        // What is broken must not keep the others from being looked at.
        #expect(report.checks.count >= 15)
    }

    @Test("what lies before a server's memory, after a backfill, is no reason to warn")
    func backfilled() throws {
        let bench = try DoctorBench()
        try bench.collect(minutesAgo: 0, "--backfill", "24h")
        let report = try report(bench.diagnose())
        let run = try #require(report.checks.first { $0.check == "last run" })
        #expect(run.verdict == "ok" && run.reason.contains("partial_counts: "), "\(run.reason)")
        #expect(report.status == "ok")
    }

    @Test("without options it looks at all that the archive collects, and says which of it is broken")
    func all() throws {
        let bench = try DoctorBench()
        try bench.editCrontab("d")
        let url = RecentServer.url
        let other = try CannedServer { .forwarded($0, to: url) }
        let (vllm, triton) = ("vllm:e2e_request_latency_seconds", "vllm:time_to_first_token_seconds")
        try bench.collect(minutesAgo: 0, "--metric-name", vllm)
        try bench.collect(minutesAgo: 0, "--metric-name", triton, "--prometheus-url", other.url)
        func verdicts(_ result: Program.Result) throws -> Set<String> {
            let checks = try report(result).checks.filter { ["server", "metric", "model label"].contains($0.check) }
            return Set(checks.map { "\($0.metricName ?? "") \($0.check) \($0.verdict)" })
        }
        let sound = Set(
            ["request_duration_seconds", vllm, triton].flatMap { metric in
                ["server", "metric", "model label"].map { "\(metric) \($0) ok" }
            })
        let well = try bench.diagnoseAll()
        #expect(try verdicts(well) == sound)
        #expect(well.exitCode == 0, "\(well.stdout)")

        other.stop()
        let broken = try bench.diagnoseAll()
        let down = ["\(triton) server problem", "\(triton) metric skipped", "\(triton) model label skipped"]
        #expect(try verdicts(broken) == sound.filter { !$0.hasPrefix(triton) }.union(down))
        #expect(broken.exitCode == 1)
        #expect(try report(broken).problems == 1)
    }

    @Test("it foresees the label that collect takes where a metric's usual one is not there")
    func otherLabel() throws {
        let bench = try DoctorBench()
        bench.options += ["--metric-name", "vllm:time_to_first_token_seconds"]
        let label = try #require(try report(bench.diagnose()).checks.first { $0.check == "model label" })
        #expect(label.verdict == "ok" && label.reason == "model names 1 model", "\(label.reason)")
    }

    @Test("it changes nothing")
    func readOnly() throws {
        let bench = try DoctorBench()
        let before = try Data(contentsOf: URL(fileURLWithPath: bench.archive))
        let files = try FileManager.default.contentsOfDirectory(atPath: bench.folder.path("data")).sorted()
        _ = try bench.diagnose()
        #expect(try Data(contentsOf: URL(fileURLWithPath: bench.archive)) == before)
        #expect(try FileManager.default.contentsOfDirectory(atPath: bench.folder.path("data")).sorted() == files)
    }
}
