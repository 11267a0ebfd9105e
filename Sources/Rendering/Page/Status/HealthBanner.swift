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
            let failure = finding.lastRun?.failure.map { [wording.lastRunFailed($0)] } ?? []
            return banner("unhealthy", role: "alert", lines: [wording.neverSucceeded] + failure)
        }
        let time = PageTime(settings.zone).full(last)
        var lines = [wording.stale(PageTime.span(age, wording)), wording.staleDetail(time)]
        if let failure = finding.lastRun?.failure { lines.append(wording.lastRunFailed(failure)) }
        return banner("unhealthy", role: "alert", lines: lines)
    }

    private func degraded(_ finding: HealthAnswer.Finding) -> [String] {
        let failure = finding.lastRun?.failure.map { [wording.lastRunFailed($0)] } ?? []
        return failure + (finding.missingWindows > 0 ? [wording.missingWindows(finding.missingWindows)] : [])
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
    /// from one second on, and stale data is older every minute. nil where time alone changes nothing.
    package func bannerChanges(after now: Int) -> Int? {
        guard let last = overall.lastCollection else { return nil }
        if overall.status.isFresh { return last + HealthReport.freshSeconds + 1 }
        return last + ((now - last) / 60 + 1) * 60
    }
}
