import Latency
import Questions
import Support

extension TableRendering {
    /// A table per model, and what was never collected.
    func history(_ answer: HistoryAnswer) -> [String] {
        let request = answer.request
        let range = "\(Timestamp.text(request.start, in: zone)) to \(Timestamp.text(request.end, in: zone))"
        var lines = ["\(range), step \(request.step.rawValue)", ""]
        if let reason = answer.emptyReason { lines.append(emptyLine(reason, when: "in that time")) }
        for (index, model) in answer.models.enumerated() {
            if index > 0 { lines.append("") }
            lines.append(terminal.styled(Self.name(model, answer.labelNames), .heading))
            // The heading tells the offset, unless it changes on the way.
            let withOffset = Set(model.points.map { zone.secondsEast(at: $0.time) }).count > 1
            lines += table(answer.columns ?? HistoryQuestion.columns, model.rows) { seconds in
                withOffset ? Timestamp.text(seconds, in: zone) : short(seconds)
            }.lines(for: terminal)
        }
        let steps = request.step.count(from: request.start, to: request.end, in: zone)
        let hasGaps = answer.models.contains { $0.points.count < steps }
        if hasGaps || !answer.missing.isEmpty { lines.append("") }
        if hasGaps {
            let rest = answer.missing.isEmpty ? "." : ", or was never collected."
            lines += wrapped(["A step without a row had no requests, or no samples" + rest])
        }
        for stretch in answer.missing {
            lines.append(
                "Never collected: \(Timestamp.text(stretch.start, in: zone)) to \(Timestamp.text(stretch.end, in: zone))"
            )
        }
        return lines
    }

    private static func name(_ model: HistoryAnswer.Model, _ labels: [Name]) -> String {
        let values = zip(labels, model.labels).map { "  \(TerminalText.harmless($0))=\(TerminalText.harmless($1))" }
        return TerminalText.modelName(model.model) + values.joined()
    }
}
