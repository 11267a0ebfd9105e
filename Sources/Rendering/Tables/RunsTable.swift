import Questions
import Support

extension TableRendering {
    /// A table per source; below each run what went wrong in it.
    func runs(_ answer: RunsAnswer) -> [String] {
        let found = answer.sources.filter { !$0.runs.isEmpty }
        if found.isEmpty { return [noRuns(answer)] }
        var lines: [String] = []
        for source in found {
            if !lines.isEmpty { lines.append("") }
            if answer.sources.count > 1 {
                let title = "\(TerminalText.harmless(source.name)) (\(TerminalText.harmless(source.metric)))"
                lines.append(terminal.styled(title, .heading))
            }
            lines += table(of: source)
        }
        if answer.request.start == nil, found.contains(where: { $0.runs.count == RunsRequest.usual }) {
            lines += ["", "The newest \(RunsRequest.usual) of each source; --since 24h shows all of a day."]
        }
        return lines
    }

    private func noRuns(_ answer: RunsAnswer) -> String {
        let request = answer.request
        if request.start != nil { return request.failed ? "No failed run since then." : "No run since then." }
        return request.failed ? "No run has failed." : "Nothing has been collected yet; run metricsctl collect."
    }

    private func table(of source: RunsAnswer.SourceRuns) -> [String] {
        let table = Table(
            columns: [
                .init(title: "STARTED", alignment: .left), .init(title: "TOOK"), .init(title: "WINDOWS"),
                .init(title: "MODELS"), .init(title: "RECEIVED"), .init(title: "RETRIES"),
                .init(title: "OUTCOME", alignment: .left),
            ],
            rows: source.runs.map { run in
                let work = run.work
                return [
                    .init(time(run.started)), .init(LatencyFormat.value(work.map { Double($0.milliseconds) })),
                    .init(DecimalText.grouped(run.windows)), count(work?.models),
                    .init(work.map { ByteFormat.value($0.bytes) } ?? LatencyFormat.none), count(work?.retries),
                    .init(run.outcome.rawValue, style: run.outcome == .success ? .plain : .bad),
                ]
            })
        let lines = table.lines(for: terminal)
        return zip(source.runs, lines.dropFirst()).reduce(into: [lines[0]]) { all, row in
            all.append(row.1)
            for text in [row.0.detail].compactMap(\.self) + row.0.warnings.map({ "warning: \($0)" }) {
                all += Wrapping.lines(of: TerminalText.harmless(text), width: terminal.width, indent: 2)
            }
        }
    }

    private func count(_ value: Int?) -> Table.Cell { .init(value.map(DecimalText.grouped) ?? LatencyFormat.none) }

    private func time(_ seconds: Int) -> String {
        let parts = CivilTime(clock: zone.clock(at: seconds))
        return "\(parts.date) \(parts.timeOfDay)"
    }
}
