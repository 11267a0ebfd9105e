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
            lines.append(terminal.styled(TerminalText.modelName(model.model), .heading))
            lines += table(of: model.points).lines(for: terminal)
        }
        if !answer.missing.isEmpty { lines.append("") }
        for stretch in answer.missing {
            lines.append(
                "Never collected: \(Timestamp.text(stretch.start, in: zone)) to \(Timestamp.text(stretch.end, in: zone))"
            )
        }
        return lines
    }

    private func table(of points: [HistoryAnswer.Point]) -> Table {
        // The heading tells the offset, unless it changes on the way.
        let withOffset = Set(points.map { zone.secondsEast(at: $0.time) }).count > 1
        let table = Table(
            columns: [
                .init(title: "UP TO", alignment: .left), .init(title: "P50"), .init(title: "P95"),
                .init(title: "BETWEEN"), .init(title: "P99"), .init(title: "REQUESTS"),
                .init(title: "QUALITY", alignment: .left),
            ],
            rows: points.map { point in
                let found = point.percentiles
                return [
                    .init(time(point.time, withOffset: withOffset)), .init(LatencyFormat.known(found.p50)),
                    .init(LatencyFormat.known(found.p95)), .init(LatencyFormat.bracket(found.p95)),
                    .init(LatencyFormat.known(found.p99)), .init(DecimalText.grouped(point.requests)),
                    quality(point.quality),
                ]
            })
        return telling(points.map(\.resolution), in: table)
    }

    private func time(_ seconds: Int, withOffset: Bool) -> String {
        if withOffset { return Timestamp.text(seconds, in: zone) }
        let parts = CivilTime(clock: zone.clock(at: seconds))
        return "\(parts.date) \(parts.hourAndMinute)"
    }
}
