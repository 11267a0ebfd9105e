import Questions

extension JSONRendering {
    /// The worst source's members, and with several sources those of each.
    func health(_ answer: HealthAnswer, _ json: inout JSONWriter) {
        var times = TimeTexts(zone: zone)
        let members = JSONMember.tree(of: HealthQuestion.columns, labels: [])
        // The worst source's name stands with the sources.
        finding(answer.overallRow, members.dropFirst(2), damages: answer.warnings, &times, &json)
        guard answer.sources.count > 1 else { return }
        json.member("sources", arrayOf: answer.rows) { json, row in
            finding(row, members[...], damages: [], &times, &json)
        }
    }

    private func finding(
        _ row: HealthAnswer.Row, _ members: ArraySlice<JSONMember<HealthAnswer.Row>>, damages: [String],
        _ times: inout TimeTexts, _ json: inout JSONWriter
    ) {
        json.members(members, of: row, &times)
        warnings(row.finding.warnings + damages, &json)
        if let stuck = row.finding.stuckRun {
            json.member(
                "stuck_run",
                object: { json in
                    json.member("process", stuck.process)
                    json.member("since", time(stuck.since))
                })
        }
    }
}
