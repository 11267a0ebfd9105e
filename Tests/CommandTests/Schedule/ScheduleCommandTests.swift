import Configuration
import Foundation
import TestSupport
import Testing

@testable import metricsctl

/// `metricsctl schedule` with the real `crontab`, over a spool of the test's own.
@Suite(.enabled(if: PrivateSpool.isPossible)) struct ScheduleCommandTests {
    private let spool: PrivateSpool
    private let archive: String

    init() throws {
        spool = try PrivateSpool()
        archive = spool.folder.path("a b/metrics.db")
    }

    private static let others = "MAILTO=me\n\n# mine\n0 3 * * * /bin/true 100\\%\n"

    private func schedule(_ arguments: String..., environment: [String: String] = [:]) throws -> Program.Result {
        try spool.run([MetricsctlRun.url.path, "schedule"] + arguments, environment: environment)
    }

    private func crontab() throws -> String { try spool.run(["crontab", "-l"]).stdout }

    private func give(_ text: String) throws {
        let file = spool.folder.url.appending(path: "crontab")
        try Data(text.utf8).write(to: file)
        #expect(try spool.run(["crontab", file.path]).exitCode == 0)
    }

    @Test("install writes a complete line, makes the archive, keeps all other lines, and does nothing the second time")
    func install() throws {
        try give(Self.others)
        let result = try schedule(
            "install", "--db", archive, "--", "--metric-name", "queue_seconds",
            environment: ["PROMETHEUS_URL": "http://prometheus:9090"])
        #expect(result.exitCode == 0 && result.stdout == "")
        #expect(result.stderr.hasPrefix("made the archive \(archive)\nthe crontab of root now collects queue_seconds "))
        let text = try crontab()
        #expect(text.hasPrefix(Self.others + "# BEGIN metricsctl\n"))
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("*/5 ") })
        let folder = spool.folder.path("a b")
        #expect(
            line.hasSuffix(
                " PATH=/usr/local/bin:/usr/bin:/bin \(MetricsctlRun.url.path) collect --prometheus-url http://prometheus:9090 "
                    + "--metric-name queue_seconds --db '\(folder)/metrics.db' 2>>'\(folder)/collect.log'"))
        #expect(try MetricsctlRun(["health", "--db", archive]).output.contains(#""status":"no_data""#))

        let again = try schedule(
            "install", "--db", archive, "--", "--metric-name", "queue_seconds",
            "--prometheus-url=http://prometheus:9090/")
        #expect(again.exitCode == 0 && again.stderr.hasPrefix("the crontab of root has the line already\n"))
        #expect(try crontab() == text)
    }

    @Test("install schedules all sources of a configuration as one job, which goes by it, and remove undoes that")
    func configuration() throws {
        let file = spool.folder.path("config.yaml")
        try Data(
            "archive: m.db\nsources: [{name: a, url: 'http://127.0.0.1:9', measures: {e2e: {metric: lat}}}]\n".utf8
        ).write(to: URL(fileURLWithPath: file))
        let environment = ["METRICSCTL_CONFIG": file, "PROMETHEUS_URL": "http://prometheus:9090"]
        let result = try schedule("install", environment: environment)
        #expect(result.exitCode == 0)
        #expect(result.stderr.contains("now collects the sources of \(file) every five minutes"))
        let line = try #require(try crontab().split(separator: "\n").first { $0.hasPrefix("*/5 ") })
        let log = spool.folder.path("collect.log")
        #expect(line.hasSuffix(" \(MetricsctlRun.url.path) collect --config \(file) 2>>\(log)"))
        #expect(try schedule("install", environment: environment).stderr.contains("has the line already"))
        let doctor = try spool.run([MetricsctlRun.url.path, "doctor"], environment: environment)
        #expect(doctor.stdout.contains("\na (lat)\n"))
        #expect(!doctor.stdout.contains("neither this user's crontab"))
        // Beside it, a source of its own.
        #expect(try schedule("install", "--db", archive, "--", "--prometheus-url", "http://p:1").exitCode == 0)
        #expect(try crontab().split(separator: "\n").count { $0.hasPrefix("*/5 ") } == 2)
        #expect(try schedule("remove").exitCode == 0)
        #expect(!(try crontab().contains("metricsctl collect")))
    }

    @Test("the job of a configuration goes by its file, one source of it by its name, and other jobs stay")
    func configurationRemoved() throws {
        let file = spool.folder.path("my config.yaml")
        let source = "{name: %, url: 'http://127.0.0.1:9', measures: {e2e: {metric: lat}}}"
        let sources = ["a", "b"].map { source.replacing("%", with: $0) }.joined(separator: ", ")
        try Data("archive: m.db\nsources: [\(sources)]\n".utf8).write(to: URL(fileURLWithPath: file))
        func jobs() throws -> [String] {
            try crontab().split(separator: "\n").filter { $0.hasPrefix("*/5 ") }.map {
                String($0.prefix { $0 != ">" }.components(separatedBy: " collect ")[1])
            }
        }
        for options in [
            ["--config", file], ["--config", file, "--", "--source", "b"],
            ["--db", archive, "--", "--prometheus-url", "http://p:1"],
        ] {
            #expect(try spool.run([MetricsctlRun.url.path, "schedule", "install", "--mail"] + options).exitCode == 0)
        }
        #expect(try jobs().count == 3)
        let a = try schedule("remove", "--source", "a")
        #expect(
            a.stderr
                == "the crontab of root has no such line; the sources of \(file) are one job, which goes with --config '\(file)'\n"
        )
        #expect(try jobs().count == 3)
        #expect(try schedule("remove", "--source", "b").exitCode == 0)
        #expect(try jobs().count == 2 && !crontab().contains("--source b"))
        // By a relative path, too.
        let gone = try spool.run(
            [
                "sh", "-c",
                "cd \(spool.folder.url.path) && \(MetricsctlRun.url.path) schedule remove --config './my config.yaml'",
            ])
        #expect(gone.exitCode == 0 && gone.stderr.hasPrefix("took the lines out"), "\(gone.stderr)")
        #expect(try jobs().count == 1 && crontab().contains("--prometheus-url http://p:1"))
        let again = try schedule("remove", "--config", file)
        #expect(again.exitCode == 0 && again.stderr == "the crontab of root has no such line\n")
        let both = try schedule("remove", "--config", file, "--metric-name", "lat")
        #expect(both.exitCode == 64 && both.stderr.contains("can't be combined"))
    }

    @Test("--dry-run tells what would be done and does nothing")
    func dryRun() throws {
        try give(Self.others)
        let result = try schedule("install", "--dry-run", "--db", archive)
        #expect(result.exitCode == 0 && result.stderr == "")
        #expect(
            result.stdout.hasPrefix(
                "would make the archive \(archive)\nwould write these lines into the crontab of root:\n# BEGIN metricsctl\n"
            ))
        #expect(try crontab() == Self.others)
        #expect(!FileManager.default.fileExists(atPath: archive))
    }

    @Test("a database is not made, its log lies where archives usually do, and units are told of it and its passwords")
    func database() throws {
        let name = "postgresql://w@/metrics?host=/nowhere"
        let options = ["--db", name, "--", "--prometheus-url", "http://p:1"]
        let environment = ["HOME": spool.folder.url.path, "PGPASSFILE": "/etc/metricsctl/pgpass"]
        func dryRun(_ flags: String...) throws -> Program.Result {
            try spool.run(
                [MetricsctlRun.url.path, "schedule", "install", "--dry-run"] + flags + options, environment: environment
            )
        }
        let line = try dryRun()
        #expect(line.exitCode == 0 && line.stderr == "")
        #expect(line.stdout.hasPrefix("would write these lines into the crontab of root:\n"))
        let log = spool.folder.path(".local/share/metricsctl/collect.log")
        #expect(line.stdout.contains(" --db '\(name)' 2>>\(log)\n"))
        let units = try dryRun("--systemd")
        #expect(units.exitCode == 0 && units.stderr == "")
        #expect(units.stdout.split(separator: "\n").count { $0 == "Environment=METRICSCTL_DB=\(name)" } == 2)
        #expect(units.stdout.split(separator: "\n").count { $0 == "LoadCredential=pgpass:/etc/metricsctl/pgpass" } == 2)
        let missing = try spool.run(
            [MetricsctlRun.url.path, "schedule", "install"] + options, environment: environment)
        #expect(missing.exitCode == 1 && missing.stderr.hasPrefix("metricsctl: cannot reach \(name): "))
        #expect(try spool.run(["crontab", "-l"]).exitCode == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: spool.folder.url.path) == ["spool"])
    }

    @Test("several sources are shown, and removed one by one or together")
    func removal() throws {
        try give(Self.others)
        _ = try schedule("install", "--db", archive, "--mail")
        _ = try schedule("install", "--db", archive, "--", "--source", "eu", "--selector", #"zone=~"eu-.*$",p="100%""#)
        let shown = try schedule("show")
        #expect(shown.exitCode == 0 && shown.stdout.split(separator: "\n").count(where: { $0.hasPrefix("*/5 ") }) == 2)
        #expect(shown.stdout.contains(#"--selector 'zone=~"eu-.*$",p="100\%"' --db"#))
        let removed = try schedule("remove", "--source", "eu")
        #expect(removed.stderr == "took the lines out of the crontab of root; the archive stays\n")
        #expect(try schedule("show").stdout.contains("metrics.db'\n") && !schedule("show").stdout.contains("eu-"))
        _ = try schedule("remove")
        #expect(try crontab() == Self.others)
        #expect(FileManager.default.fileExists(atPath: archive))
        let nothing = try schedule("show")
        #expect(nothing.exitCode == 1 && nothing.stdout == "")
        #expect(
            nothing.stderr == "metricsctl: nothing is scheduled, neither in the crontab of root nor in systemd\n"
                + "hint: metricsctl schedule install\n")
        #expect(try schedule("remove").stderr == "the crontab of root has no such line\n")
    }

    @Test("where nothing but our lines was in it, there is no crontab afterwards")
    func onlyOurs() throws {
        _ = try schedule("install", "--db", archive)
        _ = try schedule("remove")
        #expect(try spool.run(["crontab", "-l"]).stderr == "no crontab for root\n")
    }

    @Test(
        "options that collect does not take every five minutes are refused, and so are wrong ones",
        arguments: [
            (["--", "--backfill", "1d"], "--backfill does not belong in a schedule: run collect with it by hand"),
            (
                ["--", "--at", "2025-10-17T12:00:00Z"],
                "--at does not belong in a schedule: run collect with it by hand"
            ),
            (["--", "--dry-run"], "--dry-run does not belong in a schedule: run collect with it by hand"),
            (["--", "--db", "x"], "--db belongs before the --"), (["--", "--foo"], "unknown option '--foo'"),
            (["--", "--prometheus-url", "localhost"], "the server's URL 'localhost' has no scheme"),
            (["--systemd", "--mail"], "--mail is for cron: systemd keeps what goes wrong in its journal"),
            (
                ["--systemd", "--db", "/tmp/x.db"],
                "with --systemd the archive lies in /var/lib/metricsctl, got \"/tmp/x.db\""
            ),
            (["x"], "unexpected argument 'x'"),
        ])
    func wrongUsage(arguments: [String], message: String) throws {
        let result = try spool.run(
            [MetricsctlRun.url.path, "schedule", "install"] + arguments, environment: ["HOME": spool.folder.url.path])
        #expect(result.exitCode == 64 && result.stdout == "")
        #expect(result.stderr.hasPrefix("metricsctl: \(message)"))
        #expect(try spool.run(["crontab", "-l"]).exitCode == 1)
    }

    @Test("a crontab whose marks are no pair is left alone")
    func brokenMarks() throws {
        try give("# BEGIN metricsctl\n* * * * * mine\n")
        expectComplaint(
            try schedule("install", "--db", archive),
            ##"the crontab has one of the lines "# BEGIN metricsctl" and "# END metricsctl" without the other"##,
            hint: "put it right with crontab -e; nothing was changed")
        #expect(try crontab() == "# BEGIN metricsctl\n* * * * * mine\n")
        #expect(!FileManager.default.fileExists(atPath: archive))
    }

    @Test("the units are files that systemd finds nothing wrong with, and go again")
    func units() throws {
        let units = spool.folder.url.appending(path: "etc/systemd/system")
        try FileManager.default.createDirectory(at: units, withIntermediateDirectories: true)
        let root = ["DESTDIR": spool.folder.url.path]
        let hard = #"zone=~"eu-.*$",p="100%""#
        for _ in 1...2 {
            let result = try schedule(
                "install", "--systemd", "--", "--source", "eu", "--selector", hard, environment: root)
            #expect(result.exitCode == 0)
        }
        let names = ["metricsctl-collect-eu.service", "metricsctl-collect-eu.timer", "metricsctl-serve.service"]
        #expect(try FileManager.default.contentsOfDirectory(atPath: units.path).sorted() == names)
        if FileManager.default.fileExists(atPath: "/usr/bin/systemd-analyze") {
            let verdict = try Program(URL(fileURLWithPath: "/usr/bin/systemd-analyze")).run(
                ["verify"] + names.map { units.appending(path: $0).path })
            #expect(verdict.stderr == "" && verdict.exitCode == 0)
        }
        #expect(
            try schedule(
                "install", "--systemd", "--dry-run", "--", "--source", "eu", "--selector", hard, environment: root
            )
            .stdout == "the units are there already\n")
        #expect(try schedule("remove", "--systemd", environment: root).exitCode == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: units.path) == [])
    }

    @Test("the units of a configuration go by its file, and those of others stay")
    func configuredUnits() throws {
        let units = spool.folder.url.appending(path: "etc/systemd/system")
        try FileManager.default.createDirectory(at: units, withIntermediateDirectories: true)
        for (name, options) in [("config--1", "--config /etc/metricsctl/c.yaml"), ("eu", "--source eu")] {
            let service = units.appending(path: "metricsctl-collect-\(name).service")
            try "ExecStart=/usr/bin/metricsctl collect \(options)\n".write(
                to: service, atomically: false, encoding: .utf8)
        }
        let remove = ["remove", "--systemd", "--config", "/etc/metricsctl/c.yaml"]
        let result = try spool.run(
            [MetricsctlRun.url.path, "schedule"] + remove, environment: ["DESTDIR": spool.folder.url.path])
        #expect(result.exitCode == 0 && result.stderr.contains("removed"))
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: units.path) == ["metricsctl-collect-eu.service"])
    }

    @Test("units of earlier versions get names of their own, and none takes another's place")
    func renamedUnits() throws {
        let units = spool.folder.url.appending(path: "etc/systemd/system")
        try FileManager.default.createDirectory(at: units, withIntermediateDirectories: true)
        let root = ["DESTDIR": spool.folder.url.path]
        func service(_ name: String) -> String { "ExecStart=/usr/bin/metricsctl collect --source \(name)\n" }
        func write(_ text: String, _ name: String) throws {
            try text.write(to: units.appending(path: name), atomically: false, encoding: .utf8)
        }
        try write(service("eu-west"), "metricsctl-collect-eu_west.service")
        try write("[Timer]\n", "metricsctl-collect-eu_west.timer")
        try write(service("운영"), "metricsctl-collect-__.service")
        try write("[Timer]\n", "metricsctl-collect-__.timer")
        for source in ["eu_west", "운영", "개발"] {
            #expect(try schedule("install", "--systemd", "--", "--source", source, environment: root).exitCode == 0)
        }
        func services() throws -> [String: String] {
            let names = try FileManager.default.contentsOfDirectory(atPath: units.path)
                .filter { $0.hasPrefix("metricsctl-collect") && $0.hasSuffix(".service") }
            return try Dictionary(
                uniqueKeysWithValues: names.map {
                    ($0, try String(contentsOf: units.appending(path: $0), encoding: .utf8))
                })
        }
        let found = try services()
        #expect(found.count == 4 && found["metricsctl-collect-__.service"] == nil)
        #expect(found["metricsctl-collect-eu_west.service"]?.contains("--source eu_west") == true)
        for source in ["eu-west", "운영", "개발"] {
            #expect(found.values.count { $0.contains("--source \(source)\n") || $0.contains("\"\(source)\"") } == 1)
        }
        #expect(try schedule("remove", "--systemd", "--source", "eu-west", environment: root).exitCode == 0)
        #expect(try services().count == 3)
    }

    @Test("every option of collect that names a file is made absolute")
    func paths() throws {
        let help = try MetricsctlRun(["collect", "--help"]).output
        let named = Set(help.matches(of: #/(--[a-z-]+) <(?:file|path)>/#).map { String($0.1) })
        #expect(named.contains("--notify"))
        #expect(named.subtracting(["--db"]).isSubset(of: ScheduledJob.pathOptions))
        let job = try ScheduledJob(
            options: ["--notify", "n.conf", "--retries", "2"], archive: nil, configuration: .none,
            in: FakeContext().context()
        ).job
        #expect(job.value(of: "--notify") == "/somewhere/n.conf")
    }
}
