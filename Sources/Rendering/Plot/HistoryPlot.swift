import Questions
import Support

/// A history as charts for a terminal: p95 over time for each model, with its requests below. Time runs to the right, and
/// where a step had no traffic there is a gap.
///
/// The scale begins at 0. Where more points than dots share a column, it spans them from the lowest to the highest.
struct HistoryPlot {
    private static let rows = 8
    private static let minimumColumns = 20

    let zone: Zone
    let terminal: Terminal
    let request: HistoryRequest
    let missing: [HistoryAnswer.Stretch]

    func lines(of model: HistoryAnswer.Model) -> [String] {
        let points = model.points.filter { $0.percentiles.p95 != nil }
        let highest = points.compactMap { $0.percentiles.p95?.milliseconds }.max() ?? 0
        let top = PlotScale.top(above: highest)
        let labels = [LatencyFormat.value(top), LatencyFormat.value(top / 2), "0"]
        let margin = labels.map(DisplayWidth.of).max() ?? 0
        let columns = max(Self.minimumColumns, terminal.width - margin - 2)

        var lines = [terminal.styled(TerminalText.modelName(model.model), .heading) + "  p95"]
        let canvas = draw(points, columns: columns, top: top)
        for (row, drawing) in canvas.lines.enumerated() {
            let label = row == 0 ? labels[0] : row == Self.rows / 2 ? labels[1] : ""
            lines.append("\(right(label, margin)) │\(drawing.trimmedAtEnd)")
        }
        lines.append("\(right(labels[2], margin)) └\(String(repeating: "─", count: columns))")
        lines.append("\(right("", margin))  \(requests(model.points, columns: columns).trimmedAtEnd)")
        lines.append("\(right("", margin))  \(ends(columns))")
        let most = model.points.map(\.requests).max() ?? 0
        lines.append("Bars: requests, at most \(DecimalText.grouped(most)) in \(request.step.rawValue)\(legend)")
        if let last = model.points.last(where: { $0.resolution == .hour }) {
            lines.append("Up to \(Timestamp.text(last.time, in: zone)) only whole hours are known.")
        }
        if points.count < model.points.count {
            lines.append("Where there is no line over a bar, p95 is unknown: no bucket has a finite bound.")
        }
        if let open = points.compactMap({ $0.percentiles.p95 }).filter({ $0.upper == nil }).map(\.lower).min() {
            lines.append("At \(LatencyFormat.value(open)) and above the buckets end: p95 may be anything higher there.")
        }
        return lines
    }

    private var legend: String { missing.isEmpty ? "" : "; ░ was never collected" }

    // MARK: p95

    private func draw(_ points: [HistoryAnswer.Point], columns: Int, top: Double) -> BrailleCanvas {
        var canvas = BrailleCanvas(columns: columns, rows: Self.rows)
        var before: ClosedRange<Int>?
        let spans = TimeColumns(request: request, zone: zone, count: canvas.dotsWide)
        for (x, held) in spans.points(points).enumerated() {
            let heights = held.compactMap { $0.percentiles.p95 }.map {
                min(canvas.dotsHigh - 1, Int($0.milliseconds / top * Double(canvas.dotsHigh)))
            }
            guard let lowest = heights.min(), let highest = heights.max() else {
                before = nil
                continue
            }
            // Joined to the column before, so that a jump is a line and not two dots.
            let joined = before.map { min(lowest, $0.upperBound)...max(highest, $0.lowerBound) } ?? lowest...highest
            canvas.setDots(x: x, from: joined.lowerBound, to: joined.upperBound)
            before = lowest...highest
        }
        return canvas
    }

    // MARK: Requests and time

    private func requests(_ points: [HistoryAnswer.Point], columns: Int) -> String {
        let spans = TimeColumns(request: request, zone: zone, count: columns)
        let most = points.map(\.requests).max() ?? 0
        let bars = spans.points(points).enumerated().map { column, held -> String in
            if let requests = held.map(\.requests).max(), requests > 0 { return PlotScale.bar(requests, of: most) }
            let time = spans.end(of: column)
            return missing.contains { $0.start < time && time <= $0.end } ? "░" : " "
        }
        return bars.joined()
    }

    private func ends(_ columns: Int) -> String {
        let (start, end) = (Timestamp.text(request.start, in: zone), Timestamp.text(request.end, in: zone))
        let gap = columns - start.count - end.count
        return gap > 0 ? start + String(repeating: " ", count: gap) + end : end
    }

    private func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - DisplayWidth.of(text))) + text
    }
}

extension String {
    /// Without the blanks at its end.
    fileprivate var trimmedAtEnd: String {
        var rest = self[...]
        while rest.last == " " { rest.removeLast() }
        return String(rest)
    }
}
