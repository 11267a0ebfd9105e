import Latency
import Questions
import Support

/// Answers for people.
struct TableRendering {
    let zone: Zone
    let terminal: Terminal

    func text<Asked: TabularQuestion>(of answer: Asked.Answer, to question: Asked.Type) -> String {
        let lines =
            switch answer.layout {
            case .list: heading(answer) + list(answer, answer.columns ?? Asked.columns, when: "in that time")
            case .latest(let latest):
                list(answer, answer.columns ?? Asked.columns, when: "in the last 24 hours") + newest(latest)
                    + (Asked.columns.contains { $0.title == "MEAN" } ? wrapped(firstBuckets(latest)) : [])
            case .history(let history): self.history(history)
            case .health(let health): self.health(health)
            case .runs(let runs): self.runs(runs)
            case .stat(let stat): self.stat(stat)
            case .models(let models): self.models(models)
            case .replay(let replay): heading(answer) + self.replay(replay)
            case .slo(let slo): explained(slo, SloTable.columns(of: slo), explanation(slo))
            case .compare(let compare): explained(compare, CompareTable.columns(of: compare), explanation(compare))
            case .changes(let changes): explained(changes, ChangesTable.columns(of: changes), explanation(changes))
            case .summary(let summary): explained(summary, SummaryTable.columns(of: summary), [])
            case .suggest(let suggest): suggestions(suggest)
            }
        return lines.joined(separator: "\n") + "\n"
    }

    /// With what stands below it.
    func explained<Answer: TabularAnswer>(
        _ answer: Answer, _ columns: [Column<Answer.Rows.Element>], _ below: [String]
    ) -> [String] {
        heading(answer) + list(answer, columns, when: "in that time") + wrapped(below)
    }

    private func list<Answer: TabularAnswer>(
        _ answer: Answer, _ columns: [Column<Answer.Rows.Element>], when: String
    ) -> [String] {
        if let reason = answer.emptyReason { return [emptyLine(reason, when: when)] }
        let whole = table(columns, answer.rows, labels: answer.labelNames) { Timestamp.text($0, in: zone) }
        // Programs that read tables find whole times in them.
        guard terminal.isTerminal, whole.isTooWide(for: terminal) else { return whole.lines(for: terminal) }
        return table(columns, answer.rows, labels: answer.labelNames, time: short).linesInParts(for: terminal)
    }

    /// Sentences, which no terminal is to break within a word.
    func wrapped(_ lines: [String]) -> [String] {
        guard terminal.isTerminal else { return lines }
        return lines.flatMap { $0.isEmpty ? [""] : Wrapping.lines(of: $0, width: terminal.width, indent: 0) }
    }

    /// The stretch of time, and what is shown of it.
    private func heading(_ answer: some TabularAnswer) -> [String] {
        guard let range = answer.timeRange else { return [] }
        let measure = answer.measure.map { ", \(TerminalText.harmless($0))" } ?? ""
        return ["\(Timestamp.text(range.start, in: zone)) to \(Timestamp.text(range.end, in: zone))\(measure)", ""]
    }

    /// A table of those columns that have a title. Resolutions are told where one is not that of a window.
    ///
    /// - Parameter labels: those that the answer is divided by: a column of each.
    func table<Rows: Sequence>(
        _ columns: [Column<Rows.Element>], _ rows: Rows, labels: [Name] = [], time: (_ seconds: Int) -> String
    ) -> Table {
        let titled = columns.filter { column in
            if case .labels = column.shape { return !labels.isEmpty }
            return column.title != nil
        }
        let cells = rows.map { row in titled.map { $0.cell(row) } }
        let shown = titled.indices.filter { place in !cells.allSatisfy { $0[place].isUsual } || cells.isEmpty }
        return Table(
            columns: shown.flatMap { place in
                if case .labels = titled[place].shape {
                    return labels.map {
                        Table.Column(
                            title: TerminalText.harmless(Name($0.text.uppercased())), alignment: .left, shrinks: true)
                    }
                }
                return [Table.Column(titled[place])]
            },
            rows: cells.map { row in
                shown.flatMap { place in
                    if case .labels(let values) = row[place] {
                        return values.map { Table.Cell(TerminalText.modelName($0)) }
                    }
                    return [Table.Cell(row[place], time: time)]
                }
            })
    }

    private func newest(_ answer: LatestAnswer) -> [String] {
        guard let newest = answer.lastUpdated else { return [] }
        let names = answer.withoutBounds.map(TerminalText.modelName)
        let unknown =
            names.isEmpty
            ? [] : ["Percentiles unknown, since no bucket has a finite bound: \(names.joined(separator: ", "))."]
        return ["", "Windows of 5 minutes, the newest ended at \(Timestamp.text(newest, in: zone))."] + unknown
    }

    /// Of percentiles that are read within the first bucket, whose mean says that they lie elsewhere in it: how far they may.
    private func firstBuckets(_ answer: LatestAnswer) -> [String] {
        answer.entries.compactMap { entry in
            let all = entry.percentiles
            let named = [("P50", all.p50), ("P95", all.p95), ("P99", all.p99)]
            guard let mean = all.mean else { return nil }
            let doubtful = named.filter { _, found in
                found.map { $0.lower == 0 && $0.milliseconds < mean && mean <= $0.upper ?? 0 } ?? false
            }
            guard let last = doubtful.last else { return nil }
            let names = doubtful.map(\.0).joined(separator: ", ")
            let lie = doubtful.count == 1 ? "lies" : "lie"
            return "\(TerminalText.modelName(entry.model)): \(names) \(lie) within the first bucket, "
                + "\(LatencyFormat.bracket(last.1)), and nobody knows where: the mean is \(LatencyFormat.value(mean))."
        }
    }

    /// What a part of the answer is about.
    func heading(_ source: SourceID) -> String {
        terminal.styled("\(TerminalText.harmless(source.name)) (\(TerminalText.harmless(source.metric)))", .heading)
    }

    /// A time without its offset, which is told elsewhere.
    func short(_ seconds: Int) -> String {
        let parts = CivilTime(clock: zone.clock(at: seconds))
        return "\(parts.date) \(parts.hourAndMinute)"
    }

    /// While that is so, nobody knows what would be said without what it leaves out.
    static let lostExclusion = "An exclusion can't be read, and nobody knows what it leaves out"

    /// Why there is nothing to show.
    func emptyLine(_ reason: EmptyReason, when: String) -> String {
        switch reason {
        case .neverCollected: "Nothing has been collected yet; run metricsctl collect."
        case .unknownModel(let name, _, let elsewhere?):
            "\(ElsewhereText(elsewhere).sentence(TerminalText.modelName(name)))."
        case .unknownModel(let name, let similar?, nil):
            "There is no model \(TerminalText.modelName(name)) in the archive. "
                + "Did you mean \(TerminalText.modelName(similar))?"
        case .unknownModel(let name, nil, nil): "There is no model \(TerminalText.modelName(name)) in the archive."
        case .noTraffic: "No traffic \(when)."
        case .noBounds: "No percentiles: the histograms have no finite bucket bounds."
        case .noChange: "No change found \(when)."
        case .tooFewDays(let needed):
            "Too few whole days with requests \(when): it takes \(needed) to find a change."
        case .damaged: "\(Self.lostExclusion), so that no change can be told."
        case .cutHours: "Only whole hours are kept \(when), and none of them ends in that time."
        case .noExclusions: "No exclusions; metricsctl exclude add makes one."
        case .noAnnouncements: "No announcements; metricsctl announce add makes one."
        case .noMarks: "No marks; metricsctl mark add makes one."
        }
    }
}
