import Questions
import Support

extension TableRendering {
    /// A table per source, or for all metrics of one that are alike; below each run what went wrong in it.
    func runs(_ answer: RunsAnswer) -> [String] {
        let found = answer.sources.filter { !$0.runs.isEmpty }
        if found.isEmpty { return [noRuns(answer)] }
        var lines: [String] = []
        for (title, pass) in SourceTitle.grouped(found.map { ($0.source, Pass(source: $0)) }) {
            if !lines.isEmpty { lines.append("") }
            if answer.sources.count > 1 { lines.append(terminal.styled(title, .heading)) }
            lines += table(of: pass.source)
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
        let lines = table(RunsQuestion.columns, source.rows, time: time).lines(for: terminal)
        return zip(source.runs, lines.dropFirst()).reduce(into: [lines[0]]) { all, row in
            all.append(row.1)
            for text in [row.0.detail].compactMap(\.self) + row.0.warnings.map({ "warning: \($0)" }) {
                all += Wrapping.lines(of: TerminalText.harmless(text), width: terminal.width, indent: 2)
            }
        }
    }

    private func time(_ seconds: Int) -> String {
        let parts = CivilTime(clock: zone.clock(at: seconds))
        return "\(parts.date) \(parts.timeOfDay)"
    }
}

/// What collections did of one metric. Those of one source are collected together, and differ by some milliseconds at most.
private struct Pass: Equatable {
    let source: RunsAnswer.SourceRuns

    /// Whether all but how long they took is alike: that is told of the first.
    static func == (left: Pass, right: Pass) -> Bool {
        left.source.runs.elementsEqual(right.source.runs) { one, other in
            one.started == other.started && (one.windows, one.outcome) == (other.windows, other.outcome)
                && (one.detail, one.warnings) == (other.detail, other.warnings)
                && one.work?.models == other.work?.models && one.work?.bytes == other.work?.bytes
                && one.work?.retries == other.work?.retries
        }
    }
}
