import Questions

/// Path data of what changes only from step to step.
///
/// A percentile belongs to its whole step, so it is drawn as a level, not as a corner of a polyline; a gap is a gap, and a
/// step alone between gaps is still seen.
struct StepPaths {
    let axis: TimeAxis
    let steps: [ChartSteps.Step]

    /// One line that goes from level to level; `y` is in pixels, nil for a gap.
    func line(_ y: (HistoryAnswer.Point) -> Double?) -> String {
        var path = ""
        var lineEnd: Int?
        for step in steps {
            guard let level = step.point.flatMap(y) else { continue }
            path += lineEnd == step.start ? "V\(number(level))" : "M\(x(step.start)) \(number(level))"
            path += "H\(x(step.end))"
            lineEnd = step.end
        }
        return path
    }

    /// One rectangle for every stretch whose upper and lower edge stay the same; nil for none.
    func bands(_ edges: (HistoryAnswer.Point) -> (upper: Double, lower: Double)?) -> String {
        var path = ""
        var open: (start: Int, end: Int, upper: Double, lower: Double)?
        func close() {
            guard let band = open else { return }
            let (left, right) = (x(band.start), x(band.end))
            path += "M\(left) \(number(band.upper))H\(right)V\(number(band.lower))H\(left)z"
        }
        for step in steps {
            guard let found = step.point.flatMap(edges) else { continue }
            if let band = open, band.end == step.start, band.upper == found.upper, band.lower == found.lower {
                open?.end = step.end
            } else {
                close()
                open = (step.start, step.end, found.upper, found.lower)
            }
        }
        close()
        return path
    }

    private func x(_ time: Int) -> String { number(axis.x(time)) }

    private func number(_ value: Double) -> String { DecimalText.short(max(0, value), decimals: 1) }
}
