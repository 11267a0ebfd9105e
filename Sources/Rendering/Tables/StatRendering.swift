import Latency
import Questions
import Support

/// `metricsctl archive stat` in each format.
struct StatRendering {
    let zone: Zone
    let terminal: Terminal

    func json(_ answer: StatAnswer) -> String {
        var json = JSONWriter(indented: terminal.isTerminal)
        json.object { json in
            json.member("status", "success")
            json.member("file", answer.path)
            json.member("bytes", answer.bytes)
            json.member("free_bytes", answer.freeBytes)
            json.member("version", answer.version)
            json.member("model_windows", answer.modelWindows)
            json.member(
                "bytes_per_model_window", digits: answer.bytesPerModelWindow.flatMap(DecimalText.twoDecimals))
            json.member("sources", arrayOf: answer.sources, source)
            if !answer.warnings.isEmpty { json.member("warnings", strings: answer.warnings) }
        }
        return json.text + "\n"
    }

    private func source(_ json: inout JSONWriter, _ source: StatAnswer.Source) {
        json.member("name", source.name)
        json.member("metric", source.metric)
        json.member("oldest", source.oldest.map(time))
        json.member("newest", source.newest.map(time))
        json.member("windows", source.windows)
        json.member("gaps", arrayOf: source.gaps) { json, gap in
            json.member("start", time(gap.start))
            json.member("end", time(gap.end))
        }
        json.member("models", arrayOf: source.models) { json, model in
            json.member("model", model.model)
            json.member("oldest", time(model.oldest))
            json.member("newest", time(model.newest))
            json.member("windows", model.windows)
            json.member("hours", model.hours)
            json.member("requests", model.requests)
        }
        guard !source.unitChanges.isEmpty else { return }
        json.member("unit_changes", arrayOf: source.unitChanges) { json, change in
            json.member("at", time(change.time))
            json.member("by", change.user)
            json.member("from", change.from)
            json.member("to", change.to)
        }
    }

    /// One row per model.
    func csv(_ answer: StatAnswer) -> String {
        CSVRendering.document(
            header: ["name", "metric", "model", "oldest", "newest", "windows", "hours", "requests"],
            rows: answer.sources.flatMap { source in
                source.models.map { model in
                    [
                        source.name.text, source.metric.text, model.model.text, time(model.oldest), time(model.newest),
                        String(model.windows), String(model.hours), String(model.requests),
                    ]
                }
            })
    }

    func table(_ answer: StatAnswer) -> String {
        var lines = ["file           \(TerminalText.harmless(answer.path)), version \(answer.version)"]
        let free = answer.freeBytes == 0 ? "" : ", of which \(DecimalText.bytes(answer.freeBytes)) are free"
        lines.append("size           \(DecimalText.bytes(answer.bytes))\(free)")
        lines.append("model-windows  \(DecimalText.grouped(answer.modelWindows))")
        if let each = answer.bytesPerModelWindow {
            lines[2] += ", \(DecimalText.fixed(each, decimals: 1)) bytes each"
        }
        for source in answer.sources { lines += [""] + self.lines(of: source) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func lines(of source: StatAnswer.Source) -> [String] {
        let title = "\(TerminalText.harmless(source.name)) (\(TerminalText.harmless(source.metric)))"
        guard let oldest = source.oldest, let newest = source.newest else {
            return [terminal.styled(title, .heading), "Nothing has been collected yet."]
        }
        let windows = "\(DecimalText.grouped(source.windows)) \(source.windows == 1 ? "window" : "windows")"
        var lines = [
            terminal.styled(title, .heading),
            "\(windows), the first ended at \(time(oldest)), the last at \(time(newest))",
        ]
        lines += source.gaps.prefix(Self.maximumGaps).map { "not collected: \(time($0.start)) to \(time($0.end))" }
        let more = source.gaps.count - Self.maximumGaps
        if more > 0 { lines.append("not collected: \(DecimalText.grouped(more)) more, all of them in --json") }
        lines += source.unitChanges.map { change in
            "unit: from \(change.from) to \(change.to) by \(TerminalText.harmless(change.user)) at \(time(change.time))"
        }
        guard !source.models.isEmpty else { return lines }
        let table = Table(
            columns: [
                .init(title: "MODEL", alignment: .left, shrinks: true), .init(title: "OLDEST", alignment: .left),
                .init(title: "NEWEST", alignment: .left), .init(title: "WINDOWS"), .init(title: "HOURS"),
                .init(title: "REQUESTS"),
            ],
            rows: source.models.map { model in
                [
                    .init(TerminalText.modelName(model.model)), .init(short(model.oldest)), .init(short(model.newest)),
                    .init(DecimalText.grouped(model.windows)), .init(DecimalText.grouped(model.hours)),
                    .init(DecimalText.grouped(model.requests)),
                ]
            })
        return lines + [""] + table.lines(for: terminal)
    }

    private func time(_ seconds: Int) -> String { Timestamp.text(seconds, in: zone) }

    /// The lines above the table tell the offset.
    private func short(_ seconds: Int) -> String {
        let parts = CivilTime(clock: zone.clock(at: seconds))
        return "\(parts.date) \(parts.hourAndMinute)"
    }

    private static let maximumGaps = 5
}
