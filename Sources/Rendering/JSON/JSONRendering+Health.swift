import Questions

extension JSONRendering {
    /// The worst source's members, and with several sources those of each.
    func health(_ answer: HealthAnswer, _ json: inout JSONWriter) {
        var times = TimeTexts(zone: zone)
        let members = JSONMember.tree(of: HealthQuestion.columns, labels: [])
        // The worst source's name stands with the sources.
        finding(answer.overallRow, members.dropFirst(2), damages: answer.warnings, &times, &json)
        if answer.sources.count > 1 {
            json.member("sources", arrayOf: answer.rows) { json, row in
                finding(row, members[...], damages: [], &times, &json)
            }
        }
        if let replica = answer.replica { self.replica(replica, &json) }
    }

    /// Only where it is one.
    private func replica(_ replica: HealthAnswer.Replica, _ json: inout JSONWriter) {
        json.member(
            "replica",
            object: { json in
                json.member("newest_commit", time(replica.newestCommit))
                json.member("seconds_behind", replica.secondsBehind)
            })
    }

    private func finding(
        _ row: HealthAnswer.Row, _ members: ArraySlice<JSONMember<HealthAnswer.Row>>, damages: [String],
        _ times: inout TimeTexts, _ json: inout JSONWriter
    ) {
        json.members(Array(members), of: row, &times)
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
