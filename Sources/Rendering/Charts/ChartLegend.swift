import Latency
import Questions

/// What is drawn how, of what a chart shows; kinds of gaps that it does not have are left out.
struct ChartLegend {
    let steps: ChartSteps
    let wording: Strings
    /// What the ids of its chart begin with.
    let id: String

    /// For a chart of percentiles.
    func latency(_ chart: LatencyChart) -> Markup {
        var items: [Markup] = ["p50", "p95", "p99"].map { name in
            item(
                "<path class=\"band \(name)\" d=\"M0 2H24V12H0z\"/><path class=\"line \(name)\" d=\"M0 7H24\"/>",
                "\(name)")
        }
        items.append(item("<path class=\"band p95\" d=\"M0 2H24V12H0z\"/>", wording.bracketBand))
        for (state, bound) in chart.shownThresholds {
            let text = wording.from(wording.states[state] ?? "", LatencyFormat.bound(bound))
            items.append(
                item("<line class=\"threshold \(state.rawValue)\" x1=\"0\" x2=\"24\" y1=\"7\" y2=\"7\"/>", text))
        }
        let points = steps.steps.compactMap(\.point)
        if points.contains(where: { point in
            [point.percentiles.p50, point.percentiles.p95, point.percentiles.p99].contains {
                $0 != nil && $0?.upper == nil
            }
        }) {
            items.append(
                item("<path class=\"band open\" fill=\"url(#\(id)-p99)\" d=\"M0 0H24V12H0z\"/>", wording.openEnded))
        }
        if points.contains(where: { $0.quality != .exact }) {
            items.append(item("<circle class=\"mark\" cx=\"12\" cy=\"7\" r=\"3\"/>", wording.notExact))
        }
        return list(items + gapItems)
    }

    /// For a chart of counts.
    var gaps: Markup { list(gapItems) }

    private var gapItems: [Markup] {
        let contents = Set(steps.gaps.map(\.content))
        var items: [Markup] = []
        if contents.contains(.notCollected) {
            items.append(
                item(
                    "<rect class=\"gap not-collected\" fill=\"url(#\(id)-not-collected)\" width=\"24\" height=\"14\"/>",
                    wording.notCollected))
        }
        if contents.contains(.noData) {
            items.append(
                item(
                    "<rect class=\"gap no-data\" fill=\"url(#\(id)-no-data)\" width=\"24\" height=\"14\"/>",
                    wording.noData))
        }
        if contents.contains(.noTraffic) {
            items.append(item("<rect class=\"gap no-traffic\" y=\"9\" width=\"24\" height=\"5\"/>", wording.noTraffic))
        }
        return items
    }

    private func item(_ swatch: Markup, _ text: String) -> Markup {
        "<li><svg class=\"chart swatch\" aria-hidden=\"true\" width=\"24\" height=\"14\">\(swatch)</svg>\(text)</li>"
    }

    private func list(_ items: [Markup]) -> Markup { items.isEmpty ? "" : "<ul class=\"legend\">\(items)</ul>" }
}
