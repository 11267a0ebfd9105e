import Latency
import Questions
import Support

/// Answers for people.
struct TableRendering {
    let zone: Zone
    let terminal: Terminal

    func text(of answer: Answer) -> String {
        let lines =
            switch answer {
            case .p95(let latest): p95(latest)
            case .all(let latest): all(latest)
            case .history(let history): self.history(history)
            case .health(let health): self.health(health)
            case .runs(let runs): self.runs(runs)
            }
        return lines.joined(separator: "\n") + "\n"
    }

    private func p95(_ answer: LatestAnswer) -> [String] {
        if let reason = answer.emptyReason { return [emptyLine(reason, when: "in the last 24 hours")] }
        let table = Table(
            columns: [
                .init(title: "MODEL", alignment: .left, shrinks: true), .init(title: "P95"), .init(title: "BETWEEN"),
                .init(title: "REQUESTS"), .init(title: "AGE"), .init(title: "QUALITY", alignment: .left),
            ],
            rows: answer.entries.map { entry in
                [
                    .init(TerminalText.modelName(entry.model)), .init(LatencyFormat.value(entry.percentiles.p95)),
                    .init(LatencyFormat.bracket(entry.percentiles.p95)), .init(DecimalText.grouped(entry.requests)),
                    age(entry, now: answer.now), quality(entry.quality),
                ]
            })
        return telling(answer.entries.map(\.resolution), in: table).lines(for: terminal) + newest(answer)
    }

    private func all(_ answer: LatestAnswer) -> [String] {
        if let reason = answer.emptyReason { return [emptyLine(reason, when: "in the last 24 hours")] }
        let table = Table(
            columns: [
                .init(title: "MODEL", alignment: .left, shrinks: true), .init(title: "P50"), .init(title: "P95"),
                .init(title: "P99"), .init(title: "MEAN"), .init(title: "REQUESTS"), .init(title: "AGE"),
                .init(title: "QUALITY", alignment: .left),
            ],
            rows: answer.entries.map { entry in
                let found = entry.percentiles
                return [
                    .init(TerminalText.modelName(entry.model)), .init(LatencyFormat.known(found.p50)),
                    .init(LatencyFormat.known(found.p95)), .init(LatencyFormat.known(found.p99)),
                    .init(LatencyFormat.value(found.mean)), .init(DecimalText.grouped(entry.requests)),
                    age(entry, now: answer.now), quality(entry.quality),
                ]
            })
        return telling(answer.entries.map(\.resolution), in: table).lines(for: terminal) + newest(answer)
    }

    private func newest(_ answer: LatestAnswer) -> [String] {
        guard let newest = answer.lastUpdated else { return [] }
        let names = answer.withoutBounds.map(TerminalText.modelName)
        let unknown =
            names.isEmpty
            ? [] : ["Percentiles unknown, since no bucket has a finite bound: \(names.joined(separator: ", "))."]
        return ["", "Windows of 5 minutes, the newest ended at \(Timestamp.text(newest, in: zone))."] + unknown
    }

    /// How long ago the model's window ended.
    private func age(_ entry: LatestAnswer.Entry, now: Int) -> Table.Cell {
        let minutes = (now - entry.collectedAt) / 60
        return .init(minutes < 1 ? "< 1 min" : minutes < 60 ? "\(minutes) min" : "\(minutes / 60) h")
    }

    func quality(_ quality: Quality) -> Table.Cell {
        .init(quality.name, style: quality == .exact ? .plain : .warning)
    }

    /// The table with the resolution of each row, where one is not that of a window.
    func telling(_ resolutions: [Resolution], in table: Table) -> Table {
        guard resolutions.contains(where: { $0 != .window }) else { return table }
        return table.adding(.init(title: "RESOLUTION"), resolutions.map { .init($0.name) })
    }

    /// Why there is nothing to show.
    func emptyLine(_ reason: EmptyReason, when: String) -> String {
        switch reason {
        case .neverCollected: "Nothing has been collected yet; run metricsctl collect."
        case .unknownModel(let name, let similar?):
            "There is no model \(TerminalText.modelName(name)) in the archive. "
                + "Did you mean \(TerminalText.modelName(similar))?"
        case .unknownModel(let name, nil): "There is no model \(TerminalText.modelName(name)) in the archive."
        case .noTraffic: "No traffic \(when)."
        case .noBounds: "No percentiles: the histograms have no finite bucket bounds."
        }
    }
}
