import Questions

/// Says on top of a page that what it shows is old, or not all there; nothing where all is well.
struct HealthBanner {
    let health: HealthAnswer
    let settings: PageSettings
    let wording: Strings

    var markup: Markup {
        let finding = health.overall
        switch finding.status {
        case .healthy: return ""
        case .degraded: return banner("degraded", role: "status", lines: degraded(finding))
        case .unhealthy: return stale(finding)
        case .noData: return ""  // The page itself says so.
        }
    }

    private func stale(_ finding: HealthAnswer.Finding) -> Markup {
        guard let last = finding.lastCollection, let age = finding.age else {
            return banner("unhealthy", role: "alert", lines: [wording.neverSucceeded] + failure(finding) + doubt)
        }
        let time = PageTime(settings.zone).full(last)
        let lines = [wording.stale(PageTime.span(age, wording)), wording.staleDetail(time)]
        return banner("unhealthy", role: "alert", lines: lines + failure(finding) + doubt)
    }

    private func degraded(_ finding: HealthAnswer.Finding) -> [String] {
        let missing = finding.missingWindows > 0 ? [wording.missingWindows(finding.missingWindows)] : []
        return doubt + failure(finding) + missing
    }

    private func failure(_ finding: HealthAnswer.Finding) -> [String] {
        finding.lastRun?.outcome.failure.map { [wording.lastRunFailed($0.rawValue)] } ?? []
    }

    /// What a replica may not have.
    private var doubt: [String] {
        guard let replica = health.replica, !replica.isVerified else { return [] }
        return [wording.unverifiedReplica(PageTime(settings.zone).full(replica.newestCommit))]
    }

    /// The first line is the message.
    private func banner(_ kind: String, role: String, lines: [String]) -> Markup {
        guard let first = lines.first else { return "" }
        return """
            <section class="banner \(kind)" role="\(role)">\(StateBadge.icon(.warning))\
            <p><strong>\(first)</strong> \(lines.dropFirst().joined(separator: " "))</p></section>
            """
    }
}

extension HealthAnswer {
    /// When the banner says something else though nobody collected anything, in seconds since 1970 UTC: fresh data is stale
    /// from one second on, stale data is older every minute, and what a replica's primary has said is asked anew every minute. nil
    /// where time alone changes nothing.
    package func bannerChanges(after now: Int) -> Int? {
        let minute = replica == nil ? nil : now + 60
        guard let last = overall.lastCollection else { return minute }
        let next =
            overall.status.isFresh
            ? last + HealthReport.freshSeconds + 1 : last + ((now - last) / 60 + 1) * 60
        return min(next, minute ?? next)
    }
}
