import Questions

/// The requests of one model over time, or whatever else is counted, as bars from zero.
struct RequestsChart {
    static let height = 150
    private static let top = 14.0
    private static let bottom = 122.0

    let steps: ChartSteps
    let axis: TimeAxis
    let id: String
    /// What is drawn of a step.
    var count: (HistoryAnswer.Point) -> Int = \.requests
    var events = ChartEvents()

    /// Elements for an `svg` element of that height.
    var content: Markup {
        let frame = ChartFrame(axis: axis, top: RequestsChart.top, bottom: RequestsChart.bottom, id: id)
        let highest = RequestsChart.roundedUp(steps.steps.compactMap { $0.point.map(count) }.max() ?? 0)
        func y(_ requests: Int) -> Double {
            RequestsChart.bottom - Double(requests) / Double(highest) * (RequestsChart.bottom - RequestsChart.top)
        }
        let bars: Markup = "<path class=\"bars\" d=\"\(path(y))\"/>"
        let ticks = highest > 1 ? [highest / 2, highest] : [highest]
        return """
            \(frame.definitions)\(frame.gaps(steps.gaps))\(frame.shapes(of: events))\(ticks.map { frame.gridLine(at: y($0)) })\
            \(frame.stretched(height: RequestsChart.height, [bars]))\
            \(ticks.map { frame.gridLabel(DecimalText.grouped($0), at: y($0)) })\(frame.timeTicks)
            """
    }

    /// With a gap between bars where there is room for one.
    private func path(_ y: (Int) -> Double) -> String {
        var path = ""
        for step in steps.steps {
            guard let point = step.point else { continue }
            let (left, right) = (axis.x(step.start), axis.x(step.end))
            let space = right - left > 5 ? (right - left) * 0.12 : 0
            // One request must be seen beside a million.
            let top = min(y(count(point)), RequestsChart.bottom - 1)
            path += "M\(number(left + space)) \(number(RequestsChart.bottom))V\(number(top))"
            path += "H\(number(right - space))V\(number(RequestsChart.bottom))z"
        }
        return path
    }

    /// To 1, 2, 4, 6 or 8 times a power of ten, so that half of it is a round number too.
    static func roundedUp(_ value: Int) -> Int {
        var power = 1
        while power * 10 <= max(1, value), power < 1_000_000_000_000_000 { power *= 10 }
        let factor = [1, 2, 4, 6, 8, 10].first { $0 * power >= value } ?? 10
        return factor * power
    }

    private func number(_ value: Double) -> String { DecimalText.short(max(0, value), decimals: 1) }
}
