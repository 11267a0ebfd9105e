import Latency
import Questions

/// What happened in the time of a chart: marks as lines, and what is left out of objectives as shaded stretches. Both tell what they
/// are where a pointer rests on them; `EventList` tells it to everybody.
struct ChartEvents {
    /// By time.
    var marks: [ModelEvent] = []
    var exclusions: [Exclusion] = []

    /// More lines than that tell nothing. What people wrote comes first, then what is newest.
    static let most = 100

    /// The marks that are drawn, by time.
    var shown: [ModelEvent] {
        guard marks.count > Self.most else { return marks }
        func rank(_ event: ModelEvent) -> (Int, Int) { (event.kind == .manual ? 0 : 1, -event.at) }
        let ranked = marks.sorted { rank($0) < rank($1) }
        return ranked.prefix(Self.most).sorted { $0.at < $1.at }
    }

    func shapes(_ axis: TimeAxis, top: Double, bottom: Double, time: PageTime) -> Markup {
        let (top, height) = (DecimalText.short(top, decimals: 1), DecimalText.short(bottom - top, decimals: 1))
        let stretches: [Markup] = exclusions.map { exclusion in
            let (start, end) = (max(axis.start, exclusion.from), min(axis.end, exclusion.to))
            let width = DecimalText.short((axis.x(end) - axis.x(start)) / 10, decimals: 2)
            return """
                <rect class="bars excluded" opacity="0.25" x="\(axis.percent(start))" width="\(width)%" y="\(top)" \
                height="\(height)"><title>\(exclusion.reason)</title></rect>
                """
        }
        let lines: [Markup] = shown.map { mark in
            let x = axis.percent(mark.at)
            return """
                <line class="axis event" stroke-dasharray="\(mark.kind == .manual ? "5 3" : "2 4")" x1="\(x)" x2="\(x)" \
                y1="\(top)" y2="\(DecimalText.short(bottom, decimals: 1))"><title>\(time.full(mark.at)) \(mark.text)</title></line>
                """
        }
        return Markup(stretches + lines)
    }
}

extension ChartEvents {
    init(of answer: ModelAnswer) { self.init(marks: answer.events, exclusions: answer.exclusions) }
}
