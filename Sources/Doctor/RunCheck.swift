import Archive
import Questions
import Support

/// Whether collections happen, and go well.
struct RunCheck {
    let history: SourceHistory?

    private static let latest = 15 * 60

    func finding() -> Finding {
        if let stuck = history?.stuck {
            return Finding(
                "last run", .problem,
                "process \(stuck.process) has not ended since \(Timestamp.text(stuck.since, in: .local)), and keeps all "
                    + "others from collecting", advice: StuckProcess.advice(stuck.process))
        }
        guard let history, let last = history.runs.first else {
            return Finding(
                "last run", .problem, "nothing was ever collected",
                advice: "run the scheduled line by hand, or metricsctl collect --verbose")
        }
        let age = history.now - last.finished
        let ago = "\(age / 60) min ago"
        if last.outcome != .success {
            return Finding(
                "last run", .problem, "it failed \(ago): \(last.detail ?? last.outcome.rawValue)",
                advice: "metricsctl runs --failed lists all; metricsctl collect --verbose tries it now"
                    + undoing(history))
        }
        if age > Self.latest {
            return Finding(
                "last run", .problem, "it was \(ago), and no other came since",
                advice: "see what is said of the schedule, and collect.log beside the archive")
        }
        if let warning = last.warnings.first(where: Self.isLoud) {
            return Finding(
                "last run", .warning, "success \(ago), with a warning: \(warning)", advice: "metricsctl runs shows all")
        }
        let lastHour = history.runs.count { $0.finished > history.now - 3600 }
        let quiet = last.warnings.first.map { "; \($0)" } ?? ""
        return Finding("last run", .ok, "success \(ago); runs in the last hour: \(lastHour)\(quiet)")
    }

    /// A name that was mistyped leaves a source of which nothing was ever collected.
    private func undoing(_ history: SourceHistory) -> Hint {
        guard !history.hasCollected else { return "" }
        let (name, metric) = (history.source.name.text, history.source.metric)
        let command = "forget-source \(ShellWord.quoted(name)) --metric-name \(ShellWord.quoted(metric.text))"
        return "; nothing was ever collected of it: if it is a mistake, metricsctl archive \(command) undoes it"
    }

    /// Whether a stored warning, its code in front, is one to act upon; those without a code are of older versions.
    private static func isLoud(_ warning: String) -> Bool {
        WarningCode(rawValue: String(warning.prefix { $0 != ":" }))?.isLoud ?? true
    }
}
