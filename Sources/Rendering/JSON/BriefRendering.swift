import Latency
import Questions
import Support

/// An answer as JSON on one line with only some of its columns and its first rows: for readers that pay by the word.
///
///     {"data":[…],"count":120,"left_out":70,"as_of":…,"sources":["cluster-a"],"time_range":{…},"warnings":[…]}
package struct BriefRendering: Sendable {
    /// The zone that times are written in.
    let zone: Zone
    /// The columns that are wanted, by their names in CSV.
    let columns: Set<String>
    let maximumRows: Int

    package init(zone: Zone, columns: Set<String>, maximumRows: Int) {
        (self.zone, self.columns, self.maximumRows) = (zone, columns, maximumRows)
    }

    /// - Parameters:
    ///   - now: the moment that the answer is of, in seconds since 1970 UTC.
    ///   - sources: those that it was asked of.
    package func text<Asked: TabularQuestion>(
        of answer: Asked.Answer, to question: Asked.Type, now: Int, sources: [Name]
    ) -> String {
        var json = JSONWriter(indented: false)
        json.object { json in
            rows(of: answer, question, &json)
            json.member("as_of", Timestamp.text(now, in: zone))
            json.member("sources", strings: sources.map(\.text))
            if let measure = answer.measure { json.member("measure", measure) }
            timeRange(of: answer, &json)
            if let reason = answer.emptyReason { self.reason(reason, &json) }
            if case .health(let health) = answer.layout { json.member("overall", health.overall.status.rawValue) }
            if !answer.warnings.isEmpty { json.member("warnings", strings: Array(answer.warnings.prefix(5))) }
        }
        return json.text
    }

    private func rows<Asked: TabularQuestion>(
        of answer: Asked.Answer, _ question: Asked.Type, _ json: inout JSONWriter
    ) {
        let wanted = (answer.columns ?? Asked.columns).filter { column in
            column.key.map { columns.contains((column.path + [$0]).map(\.description).joined(separator: "_")) } ?? false
        }
        let members = JSONMember.tree(of: wanted, labels: answer.labelNames)
        var times = TimeTexts(zone: zone)
        var count = 0
        json.member("data", arrayOf: answer.rows.prefix(maximumRows)) { json, row in
            json.members(members, of: row, &times)
            count += 1
        }
        let all = answer.rows.reduce(into: 0) { count, _ in count += 1 }
        json.member("count", all)
        json.member("left_out", all - count)
    }

    private func timeRange(of answer: some TabularAnswer, _ json: inout JSONWriter) {
        let (start, end, step): (Int, Int, String?)
        if case .history(let history) = answer.layout {
            (start, end, step) = (history.request.start, history.request.end, history.request.step.rawValue)
        } else if case .models(let models) = answer.layout {
            (start, end, step) = (models.range.start, models.range.end, nil)
        } else if let range = answer.timeRange {
            (start, end, step) = (range.start, range.end, nil)
        } else {
            return
        }
        json.member(
            "time_range",
            object: { json in
                json.member("start", Timestamp.text(start, in: zone))
                json.member("end", Timestamp.text(end, in: zone))
                if let step { json.member("step", step) }
            })
    }

    /// Why there is nothing.
    private func reason(_ reason: EmptyReason, _ json: inout JSONWriter) {
        guard let name = reason.name else { return }
        json.member("reason", name)
        guard case .unknownModel(_, let similar, let elsewhere) = reason else { return }
        if let similar { json.member("did_you_mean", similar) }
        if let elsewhere, elsewhere.metric == nil {
            json.member("sources_with_it", strings: elsewhere.others.map(\.text))
        }
    }
}
