import Glibc
import Latency
import Questions
import Schedule
import Support

/// Whether something on this machine begins collections, and really runs.
struct ScheduleChecks {
    /// The lines of this user's crontab, or why they can't be told.
    let crontab: Result<[CrontabLine], ScheduleError>
    let machine: Machine
    let archivePath: String

    /// So many runs within five schedules, a schedule's time apart, are taken for somebody else's: one or two are a person's.
    private static let runsOfASchedule = 3

    init(machine: Machine, archivePath: String) {
        crontab = Result { () throws(ScheduleError) in try machine.crontab.read().lines }
        self.machine = machine
        self.archivePath = archivePath
    }

    /// - Parameters:
    ///   - configuration: the file that has the source; a job that collects what that says collects it.
    ///   - recentRuns: how many succeeded within the time of five schedules.
    func finding(for source: SourceID, of configuration: String? = nil, recentRuns: Int) -> Finding {
        let jobs = [source] + (configuration.map { [CollectJob.source(ofConfiguration: $0)] } ?? [])
        let units = jobs.flatMap { machine.systemd.installed($0) }
        if let timer = units.first(where: { $0.hasSuffix(".timer") }) { return self.timer(timer) }
        switch crontab {
        case .success(let lines):
            if let line = lines.first(where: { jobs.contains($0.job.source) }) { return self.line(line) }
        case .failure(.missing): break
        case .failure(let error): return Finding("schedule", .problem, error.message, advice: error.hint)
        }
        if recentRuns >= Self.runsOfASchedule {
            return Finding(
                "schedule", .ok, "something else collects it: neither this user's crontab nor a timer of ours")
        }
        let options =
            source == .standard || configuration != nil
            ? ""
            : " -- --source \(ShellWord.quoted(source.name.text)) --metric-name \(ShellWord.quoted(source.metric.text))"
        if recentRuns > 0 {
            return Finding(
                "schedule", .warning,
                "collected in the last minutes, but not for long enough to be a schedule, and neither this user's crontab nor "
                    + "systemd collects it",
                advice: "metricsctl schedule install\(options), if nothing else does")
        }
        return Finding(
            "schedule", .problem, "neither this user's crontab nor systemd collects it",
            advice: "metricsctl schedule install\(options)")
    }

    private func timer(_ name: String) -> Finding {
        let state = machine.systemd.state(of: name) ?? "no systemd runs"
        if state == "active" { return Finding("schedule", .ok, "\(name) is active") }
        return Finding("schedule", .problem, "\(name) is there, but \(state)", advice: "systemctl enable --now \(name)")
    }

    private func line(_ line: CrontabLine) -> Finding {
        let again: Hint = "metricsctl schedule install writes the line anew"
        if access(line.job.program, X_OK) != 0 {
            return Finding(
                "schedule", .problem, "the crontab runs \(line.job.program), which is not there", advice: again)
        }
        if let log = line.log, let slash = log.lastIndex(of: "/"), access(String(log[..<slash]) + "/", W_OK) != 0 {
            return Finding(
                "schedule", .problem, "the crontab's line can't write its log \(log), and so never collects",
                advice: "mkdir -p \(ShellWord.quoted(String(log[..<slash]))), writable for this user; or \(again)")
        }
        if let archive = line.job.value(of: "--db"), archive != archivePath {
            return Finding(
                "schedule", .warning, "the crontab's line collects into \(archive), not into \(archivePath)",
                advice: "give the same \(.archive) to both, or name it in METRICSCTL_DB")
        }
        guard machine.isCronRunning() else {
            return Finding(
                "schedule", .problem, "the crontab has the line, but no cron daemon runs",
                advice: "systemctl start cron")
        }
        return Finding("schedule", .ok, "the crontab has the line (\(line.schedule)), and a cron daemon runs")
    }
}
