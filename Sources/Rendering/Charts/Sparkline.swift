import Latency
import Questions

/// The p95 of 24 hours in the space of a word, for a table of models.
///
/// Logarithmic and at least a factor of four high, like the large chart: noise must not look like an incident. The line is
/// broken where there was no traffic.
struct Sparkline {
    static let width = 144
    static let height = 32

    let points: [HistoryAnswer.Point]
    let request: HistoryRequest
    let wording: Strings

    var markup: Markup {
        let found = points.compactMap { point in point.percentiles.p95.map { (time: point.time, p95: $0) } }
        guard let lowest = found.min(by: { $0.p95.milliseconds < $1.p95.milliseconds })?.p95,
            let highest = found.max(by: { $0.p95.milliseconds < $1.p95.milliseconds })?.p95
        else { return "<span class=\"none\">\(points.isEmpty ? wording.noTrafficIn24Hours : wording.unknown)</span>" }
        // By values alone: brackets would flatten the line.
        let values = found.map {
            Percentile(milliseconds: $0.p95.milliseconds, lower: $0.p95.milliseconds, upper: $0.p95.milliseconds)
        }
        let scale = LatencyScale(showing: values, bottom: Double(Sparkline.height) - 3, top: 3)
        let label = wording.sparkline(LatencyFormat.value(lowest), LatencyFormat.value(highest))
        return """
            <svg class="spark" role="img" aria-label="\(label)" \
            viewBox="0 0 \(Sparkline.width) \(Sparkline.height)" preserveAspectRatio="none">\
            <path d="\(path(found, scale))"/></svg>
            """
    }

    private func path(_ found: [(time: Int, p95: Percentile)], _ scale: LatencyScale) -> String {
        let step = request.step.seconds
        let unit = Double(Sparkline.width) / Double(max(1, request.end - request.start))
        var path = ""
        var lineEnd: Int?
        for (time, p95) in found {
            let start = max(request.start, Window.alignedStart(of: time, step: step))
            let (left, right) = (Double(start - request.start) * unit, Double(time - request.start) * unit)
            let y = number(scale.y(p95.milliseconds))
            path += lineEnd == start ? "V\(y)" : "M\(number(left)) \(y)"
            path += "H\(number(right))"
            lineEnd = time
        }
        return path
    }

    private func number(_ value: Double) -> String { DecimalText.short(max(0, value), decimals: 1) }
}

extension Window {
    /// The start of a step of up to three hours, aligned to UTC, that ends at `time` or is cut off there.
    fileprivate static func alignedStart(of time: Int, step: Int) -> Int { (time - 1) / step * step }
}
