import Foundation
import TestSupport
import Testing

/// A set-up in which all is well, for tests to break: an archive collected a moment ago, the line in a crontab, a cron
/// daemon, all of them in namespaces that the machine does not see.
final class DoctorBench {
    let folder: TemporaryFolder
    var archive: String
    var options: [String]
    var doctorOptions: [String] = []
    var environment: [String: String] = [:]
    /// Shell commands, run in the namespaces before the doctor comes.
    var preparation = ""
    var hasCron = true
    /// What must live as long as the test: servers.
    var companions: [AnyObject] = []

    init() throws {
        folder = try TemporaryFolder()
        for name in ["spool", "data"] {
            try FileManager.default.createDirectory(
                at: folder.url.appending(path: name), withIntermediateDirectories: true)
        }
        archive = folder.path("data/metrics.db")
        options = ["--prometheus-url", RecentServer.url]
        try collect()
        _ = try inside([MetricsctlRun.url.path, "schedule", "install", "--db", archive, "--"] + options)
    }

    /// Collects with the options, so many minutes ago.
    func collect(minutesAgo: Int = 0, _ more: String...) throws {
        let time = Date(timeIntervalSinceNow: Double(-60 * minutesAgo)).formatted(.iso8601)
        let common = ["--db", archive, "--retries", "0", "--at", time] + options
        // An option that is given here takes the place of the bench's own.
        let kept = stride(from: 0, to: common.count, by: 2).filter { !more.contains(common[$0]) }
        _ = try Program.metricsctl().run(["collect"] + kept.flatMap { common[$0..<$0 + 2] } + more)
    }

    func sqlite(_ sql: String) throws {
        let result = try Program(URL(fileURLWithPath: "/usr/bin/sqlite3")).run(archive, sql)
        #expect(result.exitCode == 0, "\(result.stderr)")
    }

    /// Begins with a new archive.
    func forget() throws {
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path("data")) {
            try FileManager.default.removeItem(atPath: folder.path("data/\(file)"))
        }
    }

    /// Replaces the crontab by what `sed` makes of it.
    func editCrontab(_ expression: String) throws {
        _ = try inside(["/bin/sh", "-c", "crontab -l | sed '\(expression)' | crontab -"])
    }

    func diagnose() throws -> Program.Result {
        try inside([MetricsctlRun.url.path, "doctor", "--json", "--db", archive] + doctorOptions + ["--"] + options)
    }

    /// Without any option.
    func diagnoseAll() throws -> Program.Result {
        environment["METRICSCTL_DB"] = archive
        return try inside([MetricsctlRun.url.path, "doctor", "--json"])
    }

    private func inside(_ command: [String]) throws -> Program.Result {
        let script = """
            mount --bind "$0" /var/spool/cron/crontabs && mount -t tmpfs tmpfs /run || exit 99
            \(hasCron ? "cron" : "true")
            \(preparation)
            "$@"
            """
        return try Program(
            URL(fileURLWithPath: "/usr/bin/unshare"), environment: ["TZ": "UTC"].merging(environment) { $1 }
        ).run(
            ["--mount", "--pid", "--fork", "--mount-proc", "/bin/sh", "-c", script, folder.path("spool")] + command)
    }
}
