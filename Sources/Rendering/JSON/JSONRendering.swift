import Latency
import Questions
import Support

/// Answers as JSON: keys and their order are the contract with scripts and front ends.
package struct JSONRendering: Sendable {
    let zone: Zone
    let indented: Bool

    package init(zone: Zone, indented: Bool) {
        self.zone = zone
        self.indented = indented
    }

    /// In pieces of some 64 KiB: the text of a long history is never whole in memory.
    func write<Asked: TabularQuestion>(
        _ answer: Asked.Answer, to question: Asked.Type, sink: (UnsafeRawBufferPointer) -> Void
    ) {
        withoutActuallyEscaping(sink) { sink in
            var json = JSONWriter(indented: indented, sink: sink)
            json.object { members(of: answer, question, &$0) }
            json.finish()
        }
    }

    private func members<Asked: TabularQuestion>(
        of answer: Asked.Answer, _ question: Asked.Type, _ json: inout JSONWriter
    ) {
        switch answer.layout {
        case .list, .latest, .runs, .models, .compare, .replay, .summary, .suggest: list(answer, Asked.columns, &json)
        case .changes(let changes):
            list(answer, Asked.columns, &json)
            json.member("reason", changes.emptyReason?.name)
        case .history(let history): self.history(history, &json)
        // Its warnings stand in the midst of it.
        case .health(let health): return self.health(health, &json)
        case .stat(let stat): self.stat(stat, &json)
        case .slo(let slo):
            list(answer, Asked.columns, &json)
            goodput(slo, &json)
        }
        warnings(answer.warnings, &json)
    }

    private func list<Answer: TabularAnswer>(
        _ answer: Answer, _ columns: [Column<Answer.Rows.Element>], _ json: inout JSONWriter
    ) {
        var times = TimeTexts(zone: zone)
        var count = 0
        let members = JSONMember.tree(of: answer.columns ?? columns, labels: answer.labelNames)
        json.member("status", "success")
        if let measure = answer.measure { json.member("measure", measure) }
        json.member("data", arrayOf: Array(answer.rows)) { json, row in
            json.members(members, of: row, &times)
            count += 1
        }
        json.member("count", count)
        for member in answer.summary { json.member(member.key, member.cell, &times) }
        if let range = answer.timeRange { json.member("time_range", object: { self.range(range, &$0) }) }
    }

    private func range(_ range: TimeRange, _ json: inout JSONWriter) {
        json.member("start", time(range.start))
        json.member("end", time(range.end))
        json.member("hours", digits: DecimalText.hours(range.hours))
    }

    /// What HTTP answers where there is no answer.
    package func text(ofError message: String) -> String {
        document { json in
            json.member("status", "error")
            json.member("message", message)
        }
    }

    /// What orchestrators are told: `{"status":"ready"}`.
    package func text(ofState state: String) -> String {
        document { $0.member("status", state) }
    }

    private func document(_ members: (inout JSONWriter) -> Void) -> String {
        var json = JSONWriter(indented: indented)
        json.object(members)
        json.endLine()
        return json.text
    }

    /// What was left out because it is damaged; told where something was.
    func warnings(_ texts: [String], _ json: inout JSONWriter) {
        if !texts.isEmpty { json.member("warnings", strings: texts) }
    }

    func time(_ seconds: Int) -> String { Timestamp.text(seconds, in: zone) }

    func stretches(_ key: StaticString, _ stretches: [HistoryAnswer.Stretch], _ json: inout JSONWriter) {
        json.member(key, arrayOf: stretches) { json, stretch in
            json.member("start", time(stretch.start))
            json.member("end", time(stretch.end))
        }
    }
}
