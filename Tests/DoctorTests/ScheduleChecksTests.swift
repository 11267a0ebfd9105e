import Glibc
import Latency
import Questions
import Schedule
import Support
import TestSupport
import Testing

@testable import Doctor

@Suite struct ScheduleChecksTests {
    private let archive = "/var/lib/metricsctl/metrics.db"

    private func finding(
        _ machine: TestMachine, of source: SourceID = .standard, recentRuns: Int = 0
    ) -> Finding {
        ScheduleChecks(machine: machine.machine, archivePath: archive).finding(for: source, recentRuns: recentRuns)
    }

    /// With a line that collects.
    private func crontab(program: String = "/nope/metricsctl", _ options: String = "", log: String? = nil) -> String {
        let log = log.map { " 2>>\($0)" } ?? ""
        return "# BEGIN metricsctl\n*/5 * * * * sleep 7; \(program) collect \(options)\(log)\n# END metricsctl\n"
    }

    /// A program that may be run, under a name that cron's line must have.
    private func program(in machine: TestMachine) throws -> String {
        let path = machine.folder.path("metricsctl")
        try #require(symlink("/bin/true", path) == 0)
        return path
    }

    @Test("a line whose program is there, run by a daemon, is well")
    func well() throws {
        var machine = try TestMachine()
        machine.crontab = crontab(program: try program(in: machine), "--db \(archive)")
        #expect(
            finding(machine)
                == Finding("schedule", .ok, "the crontab has the line (*/5 * * * *), and a cron daemon runs"))
    }

    @Test("without a daemon no line is run")
    func noDaemon() throws {
        var machine = try TestMachine()
        machine.crontab = crontab(program: try program(in: machine))
        machine.isCronRunning = false
        #expect(
            finding(machine)
                == Finding(
                    "schedule", .problem, "the crontab has the line, but no cron daemon runs",
                    advice: "systemctl start cron"))
    }

    @Test("a line whose program or log is gone is to be written anew")
    func stale() throws {
        var machine = try TestMachine()
        machine.crontab = crontab(program: "/nope/metricsctl")
        #expect(
            finding(machine)
                == Finding(
                    "schedule", .problem, "the crontab runs /nope/metricsctl, which is not there",
                    advice: "metricsctl schedule install writes the line anew"))
        machine.crontab = crontab(program: try program(in: machine), log: "/nope/collect.log")
        #expect(
            finding(machine)
                == Finding(
                    "schedule", .problem,
                    "the crontab's line can't write its log /nope/collect.log, and so never collects",
                    advice:
                        "mkdir -p /nope, writable for this user; or metricsctl schedule install writes the line anew"))
    }

    @Test("a line that collects into another archive is told")
    func otherArchive() throws {
        var machine = try TestMachine()
        machine.crontab = crontab(program: try program(in: machine), "--db /other.db")
        #expect(
            finding(machine)
                == Finding(
                    "schedule", .warning, "the crontab's line collects into /other.db, not into \(archive)",
                    advice: "give the same \(.archive) to both, or name it in METRICSCTL_DB"))
    }

    @Test("a source that nothing collects is to be scheduled, with its names")
    func nothing() throws {
        var machine = try TestMachine()
        for crontab in ["MAILTO=me\n", nil] {
            machine.crontab = crontab
            #expect(
                finding(machine)
                    == Finding(
                        "schedule", .problem, "neither this user's crontab nor systemd collects it",
                        advice: "metricsctl schedule install"))
        }
        #expect(
            finding(machine, of: SourceID(name: "my site", metric: "m")).advice
                == "metricsctl schedule install -- --source 'my site' --metric-name m")
        #expect(
            finding(machine, recentRuns: 3)
                == Finding(
                    "schedule", .ok, "something else collects it: neither this user's crontab nor a timer of ours"))
    }

    @Test("one run or two in the last minutes may be a person's", arguments: [1, 2])
    func byHand(runs: Int) throws {
        #expect(
            finding(try TestMachine(), recentRuns: runs)
                == Finding(
                    "schedule", .warning,
                    "collected in the last minutes, but not for long enough to be a schedule, and neither this user's crontab "
                        + "nor systemd collects it",
                    advice: "metricsctl schedule install, if nothing else does"))
    }

    @Test("marks that are no pair are to be put right by hand")
    func marks() throws {
        var machine = try TestMachine()
        machine.crontab = "# BEGIN metricsctl\n"
        let found = finding(machine)
        #expect(found.verdict == .problem && found.advice == "put it right with crontab -e; nothing was changed")
    }

    @Test("a timer must be active")
    func timer() throws {
        var machine = try TestMachine()
        try machine.add(unit: "metricsctl-collect.timer", "")
        machine.unitState = "active\n"
        #expect(finding(machine) == Finding("schedule", .ok, "metricsctl-collect.timer is active"))
        for (state, told) in [("inactive\n", "inactive"), (nil, "no systemd runs")] {
            machine.unitState = state
            #expect(
                finding(machine)
                    == Finding(
                        "schedule", .problem, "metricsctl-collect.timer is there, but \(told)",
                        advice: "systemctl enable --now metricsctl-collect.timer"))
        }
    }
}
