import Questions

/// The percentiles of one model over time: lines with their brackets as bands, and what lies between them where there are none.
///
/// The drawing is as wide as the place it is put in and `height` pixels high: what is stretched are the paths alone, while
/// texts keep their size and shape.
struct LatencyChart {
    static let height = 300
    private static let top = 14.0
    private static let bottom = 272.0

    let steps: ChartSteps
    let axis: TimeAxis
    let thresholds: LatencyThresholds
    let wording: Strings
    /// Distinguishes the ids of this chart from those of others in one document.
    let id: String
    var events = ChartEvents()

    var scale: LatencyScale {
        let shown = steps.steps.compactMap(\.point?.percentiles).flatMap {
            [$0.p50, $0.p95, $0.p99].compactMap(\.self)
        }
        return LatencyScale(showing: shown, bottom: LatencyChart.bottom, top: LatencyChart.top)
    }

    /// Elements for an `svg` element of that height.
    var content: Markup {
        let scale = scale
        let frame = ChartFrame(axis: axis, top: LatencyChart.top, bottom: LatencyChart.bottom, id: id)
        return """
            \(frame.definitions)\(openEnds)\(frame.gaps(steps.gaps))\
            \(frame.shapes(of: events))\
            \(scale.ticks.map { frame.gridLine(at: scale.y($0)) })\
            \(frame.stretched(height: LatencyChart.height, LatencyChart.series.map { drawing(of: $0, scale) }))\
            \(thresholdLines(scale))\
            \(scale.ticks.map { frame.gridLabel(LatencyFormat.bound($0), at: scale.y($0)) })\
            \(frame.timeTicks)\(frame.marks(of: steps.steps))\(lineLabels(scale))
            """
    }

    struct Series {
        let name: String
        let percentile: any KeyPath<Percentiles, Percentile?> & Sendable
    }

    /// The one that matters most is drawn last, over the others.
    static let series = [
        Series(name: "p50", percentile: \.p50), Series(name: "p99", percentile: \.p99),
        Series(name: "p95", percentile: \.p95),
    ]

    private func drawing(of series: Series, _ scale: LatencyScale) -> Markup {
        let paths = StepPaths(axis: axis, steps: steps.steps)
        let closed = paths.bands { point in
            point.percentiles[keyPath: series.percentile].flatMap { found in
                found.upper.map { (scale.y($0), scale.y(found.lower)) }
            }
        }
        let open = paths.bands { point in
            point.percentiles[keyPath: series.percentile].flatMap { found in
                found.upper == nil ? (LatencyChart.top - 10, scale.y(found.lower)) : nil
            }
        }
        let line = paths.line { $0.percentiles[keyPath: series.percentile].map { scale.y($0.milliseconds) } }
        return """
            <path class="band \(series.name)" d="\(closed)"/>\
            <path class="band open" fill="url(#\(id)-\(series.name))" d="\(open)"/>\
            <path class="line \(series.name)" d="\(line)"/>
            """
    }

    /// A band without an upper limit fades out.
    private var openEnds: Markup {
        let gradients: [Markup] = LatencyChart.series.map { series in
            """
            <linearGradient id="\(id)-\(series.name)" class="\(series.name)" x1="0" y1="0" x2="0" y2="1">\
            <stop class="faded" offset="0"/><stop class="full" offset="1"/></linearGradient>
            """
        }
        return "<defs>\(gradients)</defs>"
    }

    /// Those that are on the scale.
    var shownThresholds: [(state: ModelState, bound: Double)] {
        let scale = scale
        let limits: [(state: ModelState, bound: Double?)] = [
            (.warning, thresholds.warning), (.danger, thresholds.critical),
        ]
        return limits.compactMap { state, bound in
            guard let bound, (scale.lowest...scale.highest).contains(bound) else { return nil }
            return (state, bound)
        }
    }

    private func thresholdLines(_ scale: LatencyScale) -> Markup {
        let lines: [Markup] = shownThresholds.map { state, bound in
            let y = DecimalText.short(scale.y(bound), decimals: 1)
            return """
                <line class="threshold \(state.rawValue)" x1="0" x2="100%" y1="\(y)" y2="\(y)"/>
                """
        }
        return Markup(lines)
    }

    /// The names of the lines at their right ends, kept apart.
    private func lineLabels(_ scale: LatencyScale) -> Markup {
        guard let last = steps.steps.last(where: { $0.point != nil }), let point = last.point else { return "" }
        var free = LatencyChart.bottom
        let labels: [Markup] = ["p50", "p95", "p99"].compactMap { name in
            guard let series = LatencyChart.series.first(where: { $0.name == name }),
                let found = point.percentiles[keyPath: series.percentile]
            else { return nil }
            let y = max(LatencyChart.top + 10, min(scale.y(found.milliseconds) - 5, free))
            free = y - 13
            return """
                <text class="name \(name)" x="\(axis.percent(last.end))" y="\(DecimalText.short(y, decimals: 1))" \
                dx="-4">\(name)</text>
                """
        }
        return Markup(labels)
    }
}
