import Latency
import Questions

/// What charts over time have in common: the axis, the gaps, the marks, and the stretching of paths.
struct ChartFrame {
    let axis: TimeAxis
    /// Pixels from the top.
    let top, bottom: Double
    let id: String

    /// Patterns that tell the kinds of nothing apart without colour.
    var definitions: Markup {
        """
        <defs>\
        <pattern id="\(id)-not-collected" class="pattern" width="7" height="7" patternUnits="userSpaceOnUse" \
        patternTransform="rotate(45)"><path d="M0 0V7"/></pattern>\
        <pattern id="\(id)-no-data" class="pattern" width="7" height="7" patternUnits="userSpaceOnUse">\
        <circle cx="2" cy="2" r="1.1"/></pattern>\
        </defs>
        """
    }

    func gaps(_ gaps: [ChartSteps.Step]) -> Markup {
        Markup(gaps.compactMap(gap))
    }

    /// What was never to be collected stays blank; no traffic is a line along the bottom, at no requests.
    private func gap(_ step: ChartSteps.Step) -> Markup? {
        let kind: String
        switch step.content {
        case .point, .beforeFirst: return nil
        case .notCollected: kind = "not-collected"
        case .noData: kind = "no-data"
        case .noTraffic: kind = "no-traffic"
        }
        let isLine = step.content == .noTraffic
        let width = DecimalText.short((axis.x(step.end) - axis.x(step.start)) / 10, decimals: 2)
        let fill: Markup = isLine ? "" : " fill=\"url(#\(id)-\(kind))\""
        return """
            <rect class="gap \(kind)"\(fill) x="\(axis.percent(step.start))" width="\(width)%" \
            y="\(pixels(isLine ? bottom - 5 : top))" height="\(pixels(isLine ? 5 : bottom - top))"/>
            """
    }

    func shapes(of events: ChartEvents) -> Markup {
        events.shapes(axis, top: top, bottom: bottom, time: PageTime(axis.zone))
    }

    func gridLine(at y: Double) -> Markup {
        """
        <line class="grid" x1="0" x2="100%" y1="\(pixels(y))" y2="\(pixels(y))"/>
        """
    }

    /// Above its line at the left edge, where it takes no room from the drawing.
    func gridLabel(_ text: String, at y: Double) -> Markup {
        """
        <text class="tick" x="2" y="\(pixels(y - 4))">\(text)</text>
        """
    }

    var timeTicks: Markup {
        let ticks: [Markup] = axis.ticks.map { tick in
            let x = axis.percent(tick.time)
            return """
                <line class="grid" x1="\(x)" x2="\(x)" y1="\(pixels(bottom))" y2="\(pixels(bottom + 4))"/>\
                <text class="tick time" x="\(x)" y="\(pixels(bottom + 18))">\(tick.label)</text>
                """
        }
        return """
            <line class="axis" x1="0" x2="100%" y1="\(pixels(bottom))" y2="\(pixels(bottom))"/>\(ticks)
            """
    }

    /// A small mark below every step whose counts are not exact: where something restarted, or scrapes are missing.
    func marks(of steps: [ChartSteps.Step]) -> Markup {
        let marks: [Markup] = steps.compactMap { step in
            guard let point = step.point, point.quality != .exact else { return nil }
            return """
                <circle class="mark \(point.quality.name)" cx="\(axis.percent((step.start + step.end) / 2))" \
                cy="\(pixels(bottom - 1))" r="3"/>
                """
        }
        return Markup(marks)
    }

    /// Paths in units of the time axis, stretched to the width that there is; heights stay pixels.
    func stretched(height: Int, _ paths: [Markup]) -> Markup {
        """
        <svg class="stretched" width="100%" height="\(height)" viewBox="0 0 \(Int(TimeAxis.width)) \(height)" \
        preserveAspectRatio="none">\(paths)</svg>
        """
    }

    private func pixels(_ value: Double) -> String { DecimalText.short(max(0, value), decimals: 1) }
}
