import Questions
import Support

extension TableRendering {
    /// A few lines; with several sources a paragraph for each of them below, or for all metrics of one that are alike.
    func health(_ answer: HealthAnswer) -> [String] {
        let replica = answer.replica.map(lines) ?? []
        guard answer.sources.count > 1 else { return lines(of: answer.overall) + replica }
        var lines = [terminal.styled(answer.overall.status.rawValue, style(of: answer.overall.status))]
        for (title, said) in SourceTitle.grouped(answer.sources.map { ($0.source, self.lines(of: $0.finding)) }) {
            lines += ["", terminal.styled(title, .heading)] + said
        }
        return lines + (replica.isEmpty ? [] : [""] + replica)
    }

    private func lines(of replica: HealthAnswer.Replica) -> [String] {
        let behind =
            switch replica.secondsBehind {
            case nil: "the primary does not answer"
            case _ where replica.isVerified: "as the primary"
            case let seconds?: "\(seconds) s behind the primary"
            }
        return ["replica          up to \(Timestamp.text(replica.newestCommit, in: zone)), \(behind)"]
    }

    private func lines(of finding: HealthAnswer.Finding) -> [String] {
        let status = terminal.styled(finding.status.rawValue, style(of: finding.status))
        if finding.status == .noData, finding.lastRun == nil {
            return ["\(status): nothing was collected yet: metricsctl collect does that"]
        }
        var lines = ["status           \(status)"]
        if let last = finding.lastCollection, let age = finding.age {
            lines.append("last collection  \(Timestamp.text(last, in: zone)), \(DecimalText.minutes(age)) min ago")
        } else {
            lines.append("last collection  never")
        }
        if let run = finding.lastRun {
            lines.append("last run         \(run.outcome.rawValue) at \(Timestamp.text(run.finished, in: zone))")
        }
        lines.append("models           \(finding.modelCount) with traffic in the last 24 hours")
        lines.append("missing windows  \(finding.missingWindows) in the last 24 hours")
        if !finding.warnings.isEmpty {
            lines.append("warnings         \(finding.warnings.joined(separator: ", ")), see metricsctl runs")
        }
        if let stuck = finding.stuckRun {
            let since = Timestamp.text(stuck.since, in: zone)
            lines.append("stuck run        process \(stuck.process), since \(since): no other collects")
        }
        return lines
    }

    private func style(of status: HealthStatus) -> TextStyle {
        switch status {
        case .healthy: .good
        case .degraded: .warning
        case .unhealthy, .noData: .bad
        }
    }
}
