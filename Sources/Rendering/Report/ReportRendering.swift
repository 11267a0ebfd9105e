import Latency
import Objectives
import Questions
import Support

/// The forms that a report comes in.
package enum ReportFormat: String, CaseIterable, Sendable {
    /// A page that stands alone: no script, nothing to be loaded, charts inside.
    case html
    /// Markdown.
    case md
    case text
    case json
}

/// A report as a document: the same bytes for the same answer.
package struct ReportRendering {
    let answer: ReportAnswer
    let zone: Zone

    package init(_ answer: ReportAnswer, zone: Zone) { (self.answer, self.zone) = (answer, zone) }

    package func text(as format: ReportFormat) -> String {
        switch format {
        case .html: html.text
        case .md: markdown
        case .text: plain
        case .json: json
        }
    }

    var tables: [ReportTable] {
        [
            ReportTable(
                "Objectives", key: "objectives", SloQuestion.columns, answer.slo.entries, zone: zone),
            ReportTable("Latencies", key: "latencies", ReportAnswer.columns, answer.rows, zone: zone),
            ReportTable("Marks", key: "marks", MarksQuestion.columns, answer.marks, zone: zone),
            ReportTable("Left out", key: "exclusions", ExclusionsQuestion.columns, answer.exclusions, zone: zone),
        ]
    }

    var heading: String { answer.title.isEmpty ? "Latency report" : "Latency report \(answer.title)" }

    var stretch: String {
        let time = PageTime(zone)
        let running = answer.range.isComplete ? "" : ", which is not over"
        return "\(time.full(answer.range.start)) – \(time.full(answer.range.end))\(running)"
    }

    /// What the reader must know before the numbers.
    var remarks: [String] {
        var remarks = answer.slo.notes + answer.damages.warnings
        if !answer.exclusions.isEmpty {
            remarks.append("Objectives leave out what is listed below; all other numbers have all requests.")
        }
        return remarks
    }

    /// What stands below the objectives: goodput, and what would tell where nobody can.
    var explanation: [String] {
        TableRendering(zone: zone, terminal: .none).explanation(answer.slo).filter { !$0.isEmpty }
    }

    static let basisText =
        "The counts that this rests on, by their SHA-256. It shows whether they have changed since, by "
        + "metricsctl report verify, and is no signature."

    // MARK: Text, Markdown, JSON

    private var plain: String {
        var lines = [heading, stretch] + remarks
        for table in tables where !table.isEmpty {
            lines += ["", table.title.uppercased(), ""] + table.table.lines(for: .none)
            if table.title == "Objectives", !explanation.isEmpty { lines += [""] + explanation }
        }
        lines += ["", "sha256 \(answer.basis.hexadecimal)", Self.basisText] + answer.basis.lines
        return lines.joined(separator: "\n") + "\n"
    }

    private var markdown: String {
        var lines = ["# \(Self.escaped(heading))", "", Self.escaped(stretch)]
        for remark in remarks { lines += ["", Self.escaped(remark)] }
        for part in tables where !part.isEmpty {
            let columns = part.table.columns
            lines += ["", "## \(part.title)", ""]
            lines.append("| \(columns.map { Self.escaped($0.title.capitalizedFirst) }.joined(separator: " | ")) |")
            lines.append("|\(columns.map { $0.alignment == .right ? "---:|" : "---|" }.joined())")
            for row in part.table.rows {
                lines.append("| \(row.map { Self.escaped($0.text) }.joined(separator: " | ")) |")
            }
            if part.title == "Objectives" { for text in explanation { lines += ["", Self.escaped(text)] } }
        }
        lines += ["", "## Counts", "", Self.basisText, "", "```", "sha256 \(answer.basis.hexadecimal)"]
        lines += answer.basis.lines + ["```"]
        return lines.joined(separator: "\n") + "\n"
    }

    /// What Markdown and HTML inside of it would take for theirs.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            if "\\`*_[]<>|#".contains(character) { result.append("\\") }
            result.append(character)
        }
        return result
    }

    private var json: String {
        var json = JSONWriter(indented: true)
        let times = [answer.range.start, answer.range.nominalEnd].map { Timestamp.text($0, in: zone) }
        json.object { json in
            json.member("status", "success")
            json.member("title", answer.title)
            json.member("time_range") { json in
                json.member("start", times[0])
                json.member("end", times[1])
                json.member("complete", digits: answer.range.isComplete ? "true" : "false")
            }
            for table in tables { table.writeJSON(&json) }
            JSONRendering(zone: zone, indented: true).goodput(answer.slo, &json)
            json.member("sha256", answer.basis.hexadecimal)
            json.member("basis", strings: answer.basis.lines)
            json.member("warnings", strings: remarks)
        }
        json.endLine()
        return json.text
    }
}

extension String {
    /// `REQUESTS` as `Requests`.
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst().lowercased() }
}
