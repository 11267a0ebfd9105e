import Latency
import Questions
import Support

extension TableRendering {
    private static let maximumGaps = 5

    /// The file, and a table per source.
    func stat(_ answer: StatAnswer) -> [String] {
        var lines = ["file           \(TerminalText.harmless(answer.path)), version \(answer.version)"]
        let free = answer.freeBytes == 0 ? "" : ", of which \(DecimalText.bytes(answer.freeBytes)) are free"
        lines.append("size           \(DecimalText.bytes(answer.bytes))\(free)")
        lines.append("model-windows  \(DecimalText.grouped(answer.modelWindows))")
        if let each = answer.bytesPerModelWindow {
            lines[2] += ", \(DecimalText.fixed(each, decimals: 1)) bytes each"
        }
        for source in answer.sources { lines += [""] + self.lines(of: source) }
        return lines
    }

    private func lines(of source: StatAnswer.Source) -> [String] {
        guard let oldest = source.oldest, let newest = source.newest else {
            return [heading(source.source)] + further(source.description) + [
                "Nothing has been collected yet; metricsctl archive forget-source takes it off this list."
            ]
        }
        let windows = "\(DecimalText.grouped(source.windows)) \(source.windows == 1 ? "window" : "windows")"
        var lines = [heading(source.source)] + further(source.description)
        lines += [
            "\(windows), ended \(time(oldest)) to \(time(newest))"
        ]
        lines += source.gaps.prefix(Self.maximumGaps).map { "not collected: \(time($0.start)) to \(time($0.end))" }
        let more = source.gaps.count - Self.maximumGaps
        if more > 0 { lines.append("not collected: \(DecimalText.grouped(more)) more, all of them in --json") }
        lines += source.unitChanges.map { change in
            "unit: from \(change.from.rawValue) to \(change.to.rawValue) by \(TerminalText.harmless(change.user)) "
                + "at \(time(change.time))"
        }
        guard !source.models.isEmpty else { return lines }
        // The lines above the table tell the offset.
        return lines + [""]
            + table(StatQuestion.tableColumns(of: source.counted), source.rows, time: short).lines(for: terminal)
    }

    /// What a source says beside what all say.
    private func further(_ source: SourceDescription) -> [String] {
        let measure = source.measure.map { "measure: \(TerminalText.harmless($0.text))" }
        let kind = source.kind == .histogram ? nil : "kind: \(source.kind.rawValue)"
        let labels = source.seriesLabels.map { TerminalText.harmless($0.text) }.joined(separator: ", ")
        return [measure, kind, labels.isEmpty ? nil : "by: \(labels)"].compactMap(\.self)
    }

    private func time(_ seconds: Int) -> String { Timestamp.text(seconds, in: zone) }
}
