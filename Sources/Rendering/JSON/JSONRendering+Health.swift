import Questions

extension JSONRendering {
    /// The worst source's members, and with several sources those of each.
    func health(_ answer: HealthAnswer, _ json: inout JSONWriter) {
        finding(answer.overall, damages: answer.warnings, &json)
        guard answer.sources.count > 1 else { return }
        json.member("sources", arrayOf: answer.sources) { json, found in
            json.member("name", found.source.name)
            json.member("metric", found.source.metric)
            finding(found.finding, damages: [], &json)
        }
    }

    private func finding(_ finding: HealthAnswer.Finding, damages: [String], _ json: inout JSONWriter) {
        json.member("status", finding.status.rawValue)
        json.member("last_collection", finding.lastCollection.map(time))
        json.member("minutes_ago", digits: finding.age.map(DecimalText.minutes))
        json.member("model_count", finding.modelCount)
        if let run = finding.lastRun {
            json.member(
                "last_run",
                object: { json in
                    json.member("outcome", run.outcome.rawValue)
                    json.member("finished_at", time(run.finished))
                    json.member("message", run.failure)
                })
        } else {
            json.member("last_run", nil as String?)
        }
        json.member("missing_windows_24h", finding.missingWindows)
        warnings(finding.warnings + damages, &json)
        if let stuck = finding.stuckRun {
            json.member(
                "stuck_run",
                object: { json in
                    json.member("process", stuck.process)
                    json.member("since", time(stuck.since))
                })
        }
    }
}
