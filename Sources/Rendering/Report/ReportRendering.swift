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
    let rules: [ModelRule]

    /// - Parameter rules: what models are called where people read; JSON has their names.
    package init(_ answer: ReportAnswer, zone: Zone, rules: [ModelRule] = []) {
        (self.answer, self.zone, self.rules) = (answer, zone, rules)
    }

    package func text(as format: ReportFormat) -> String {
        switch format {
        case .html: html.text
        case .md: markdown
        case .text: plain
        case .json: json
        }
    }

    var heading: String { period.map { "Latency report, \($0)" } ?? "Latency report" }

    /// The stretch in words where it has any: `October 2025`, `week 42 of 2025`.
    private var period: String? {
        let range = answer.range
        let found = CalendarPeriod.Unit.allCases.reversed().lazy.map {
            CalendarPeriod($0, holding: range.start, in: zone)
        }
        .first { $0.start(in: zone) == range.start && $0.end(in: zone) == range.nominalEnd }
        guard let found else { return nil }
        let date = CivilTime(clock: zone.clock(at: range.start))
        let month = Self.months[date.month - 1]
        switch found.unit {
        case .day: return "\(date.day) \(month) \(date.year)"
        case .week:
            let parts = found.text.split(separator: "-W")
            return parts.count == 2 ? "week \(Int(parts[1]) ?? 0) of \(parts[0])" : found.text
        case .month: return "\(month) \(date.year)"
        case .quarter: return "quarter \((date.month + 2) / 3) of \(date.year)"
        case .year: return String(date.year)
        }
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    var stretch: String {
        let time = PageTime(zone)
        let running = answer.range.isComplete ? "" : ", which is not over"
        return "\(time.full(answer.range.start)) – \(time.full(answer.range.end))\(running)"
    }

    /// What the reader must know before the numbers.
    var remarks: [String] {
        var remarks = answer.slo.notes + answer.damages.warnings
        if !answer.wasCollected, answer.basis.digests.allSatisfy({ $0.requests == 0 }) {
            remarks.append("Nothing was collected in that time.")
        }
        if !answer.exclusions.isEmpty {
            remarks.append(
                "Objectives and latencies are without the exclusions below; charts and counts have all requests.")
        }
        return remarks
    }

    static let basisText =
        "The counts that this rests on, by their SHA-256. It shows whether they have changed since, by "
        + "metricsctl report verify, and is no signature. Marks, objectives and shown names are not in it."

    // MARK: Text, Markdown, JSON

    private var plain: String {
        var lines = [heading, stretch] + wrapped(remarks)
        for part in tables where !part.isEmpty {
            lines += ["", part.title.uppercased()]
            for table in part.table.parts(for: .none, names: part.names) { lines += [""] + table.lines(for: .none) }
            if !part.remarks.isEmpty { lines += [""] + wrapped(part.remarks) }
        }
        // A line of the basis is one that verify reads.
        lines += ["", "sha256 \(answer.basis.hexadecimal)"] + wrapped([Self.basisText]) + answer.basis.lines
        return lines.joined(separator: "\n") + "\n"
    }

    private func wrapped(_ texts: [String]) -> [String] {
        texts.flatMap { Wrapping.lines(of: $0, width: Terminal.none.width, indent: 0) }
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
            for text in part.remarks { lines += ["", Self.escaped(text)] }
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
