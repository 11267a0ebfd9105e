import Foundation
import TestSupport
import Testing

/// A run that does not end, such as one that was stopped, or that waits for a dead file server.
@Suite struct StuckRunTests {
    private let sample: SampleArchive
    private let folder: TemporaryFolder

    init() throws {
        sample = try SampleArchive(newest: Int(Date().timeIntervalSince1970) / 300 * 300)
        folder = try TemporaryFolder()
    }

    private var lock: String { sample.path + ".default.request_duration_seconds.lock" }

    /// A `collect` that waits for its server, and was stopped meanwhile. Its lock's file is made to say that it has been at
    /// it for so many seconds.
    private func stopped(age: Int, asking server: CannedServer) throws -> Process {
        let process = try Program.metricsctl().launch(
            ["collect", "--prometheus-url", server.url, "--timeout", "600", "--db", sample.path],
            stdout: folder.url.appending(path: "out"), stderr: folder.url.appending(path: "err"))
        while process.isRunning, server.requests.isEmpty { usleep(10_000) }
        kill(process.processIdentifier, SIGSTOP)
        while try !state(of: process).hasPrefix("T") { usleep(10_000) }
        let signed = try String(contentsOfFile: lock, encoding: .utf8).split(separator: " ")
        #expect(signed.first == "\(process.processIdentifier)")
        // The third number is of a clock that began with the machine, which has run for longer than any test.
        let since = Int(Date().timeIntervalSince1970) - age
        let line = "\(process.processIdentifier) \(since) \(try Self.uptime() - age)\n"
        try Data(line.utf8).write(to: URL(fileURLWithPath: lock), options: [])
        return process
    }

    /// The letter that `ps` shows, behind the name in brackets.
    private func state(of process: Process) throws -> Substring {
        let text = try String(contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8)
        return text.split(separator: ") ").last ?? ""
    }

    private func end(_ process: Process) {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    private static func uptime() throws -> Int {
        let text = try String(contentsOfFile: "/proc/uptime", encoding: .utf8)
        return Int(Double(text.prefix { $0 != " " }) ?? 0)
    }

    private func collect() throws -> MetricsctlRun {
        try MetricsctlRun(["collect", "--prometheus-url", "http://127.0.0.1:9", "--db", sample.path])
    }

    private struct Report: Decodable {
        struct Check: Decodable {
            let check: String
            let verdict: String
            let reason: String
            let advice: String?
        }

        let checks: [Check]
    }

    /// What the doctor finds of the runs, whatever else there is to find.
    private func lastRun() throws -> Report.Check {
        let result = try MetricsctlRun(
            ["doctor", "--json", "--db", sample.path, "--", "--prometheus-url", "http://127.0.0.1:9"])
        let report = try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
        return try #require(report.checks.first { $0.check == "last run" })
    }

    @Test("is named by the run that it keeps out, by health, over HTTP and by doctor, until it ends")
    func named() throws {
        let server = try CannedServer { _ in CannedResponse(ending: .silence) }
        let process = try stopped(age: 400, asking: server)
        defer { end(process) }
        let id = process.processIdentifier
        let skipped = try collect()
        #expect(skipped.status == 1 && skipped.output.isEmpty)
        #expect(
            skipped.errors.hasPrefix(
                "metricsctl: skipped: another collect of this source, process \(id), has not ended since 20"))
        #expect(skipped.errors.contains("hint: ps -o stat,wchan,args -p \(id)"))

        let health = try MetricsctlRun(["health", "--json", "--db", sample.path]).output
        #expect(health.contains("\"stuck_run\":{\"process\":\(id),\"since\":\"20"))
        let table = try MetricsctlRun(["health", "--format", "table", "--db", sample.path]).output
        #expect(table.contains("stuck run        process \(id), since 20"))
        let served = try ServedProgram(archive: sample.path).request("/api/health/").body
        #expect(served.contains("\"stuck_run\":{\"process\":\(id),"))
        let found = try lastRun()
        #expect(found.verdict == "problem" && found.advice?.hasPrefix("ps -o stat,wchan,args -p \(id) ") == true)
        #expect(found.reason.hasPrefix("process \(id) has not ended since 20"))

        end(process)
        #expect(try lastRun().reason.hasPrefix("success "))
        #expect(try !MetricsctlRun(["health", "--json", "--db", sample.path]).output.contains("stuck_run"))
        #expect(try !collect().errors.contains("skipped"))
    }

    @Test("is named by those who would change what is stored of its source", arguments: [400, 200])
    func changes(age: Int) throws {
        let server = try CannedServer { _ in CannedResponse(ending: .silence) }
        let process = try stopped(age: age, asking: server)
        defer { end(process) }
        let before = try MetricsctlRun(["archive", "export", "--db", sample.path]).output
        for change in [["set-unit", "ms", "--metric-name", "request_duration_seconds"], ["forget-source", "default"]] {
            let refused = try MetricsctlRun(["archive"] + change + ["--yes", "--db", sample.path])
            #expect(refused.status == 1 && refused.output.isEmpty)
            let start = "metricsctl: a collection of request_duration_seconds of source \"default\""
            let (id, errors) = (process.processIdentifier, refused.errors)
            if age > 300 {
                #expect(errors.hasPrefix("\(start), process \(id), has not ended since 20"), "\(errors)")
                #expect(errors.contains("hint: ps -o stat,wchan,args -p \(id) "))
            } else {
                #expect(errors.hasPrefix("\(start) is already running\n"), "\(errors)")
            }
        }
        #expect(try MetricsctlRun(["archive", "export", "--db", sample.path]).output == before)
    }

    @Test("a run that may still end in time is skipped without a word")
    func young() throws {
        let server = try CannedServer { _ in CannedResponse(ending: .silence) }
        let process = try stopped(age: 200, asking: server)
        defer { end(process) }
        #expect(try collect() == MetricsctlRun(status: 0, output: "", errors: ""))
        #expect(try !MetricsctlRun(["health", "--json", "--db", sample.path]).output.contains("stuck_run"))
    }

    @Test("a file that may grow no further is one line, not the end of the process by a signal")
    func largestFile() throws {
        let server = try CannedServer { _ in .json(#"{"status":"success","data":{"resultType":"vector","result":[]}}"#)
        }
        let result = try Program(URL(fileURLWithPath: "/bin/bash")).run(
            "-c", "ulimit -f 8; exec \"$0\" \"$@\"", Checkout.product("metricsctl").path, "collect",
            "--prometheus-url", server.url, "--db", folder.path("new.db"))
        #expect(result.exitCode == 1)
        #expect(
            result.stderr.hasPrefix(
                "metricsctl: cannot read or write \(folder.path("new.db")): it has the largest size"))
        #expect(result.stderr.split(separator: "\n").count == 2)
    }
}
