import Latency
import Questions
import Support

extension ReportRendering {
    /// A page of its own: it loads nothing and runs nothing.
    var html: Markup {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
        <title>\(heading)</title>
        <style>\(Markup.style)</style>
        </head>
        <body>
        <h1>\(heading)</h1>
        <p>\(stretch)</p>
        \(remarks.map { "<p class=\"remark\">\($0)</p>\n" as Markup })\
        \(tables.filter { !$0.isEmpty }.map(section))\
        \(charts)\
        <h2>Counts</h2>
        <p>\(Self.basisText)</p>
        <pre>sha256 \(answer.basis.hexadecimal)
        \(answer.basis.lines.joined(separator: "\n"))</pre>
        </body>
        </html>

        """
    }

    private func section(_ part: ReportTable) -> Markup {
        let columns = part.table.columns
        let head = columns.map { column -> Markup in
            "<th class=\"\(column.alignment == .right ? "right" : "left")\">\(column.title.capitalizedFirst)</th>"
        }
        let rows = part.table.rows.map { row -> Markup in
            let cells = zip(columns, row).map { column, cell -> Markup in
                // Numbers keep their units; what is left is broken where a page is too narrow.
                column.alignment == .right
                    ? "<td class=\"right\">\(Self.unbroken(cell.text))</td>" : "<td class=\"left\">\(cell.text)</td>"
            }
            return "<tr>\(cells)</tr>\n"
        }
        let below = part.remarks.map { "<p>\($0)</p>\n" as Markup }
        return """
            <h2>\(part.title)</h2>
            <table>
            <thead><tr>\(head)</tr></thead>
            <tbody>
            \(rows)</tbody>
            </table>
            \(below)
            """
    }

    /// A number with its unit in one piece; of two of them the second may go to the next line.
    private static func unbroken(_ text: String) -> String {
        text.replacingScalars(" ", with: "\u{A0}").replacing("\u{A0}to\u{A0}", with: " to\u{A0}")
    }

    // MARK: Charts

    private var charts: Markup {
        var (charts, number) = ([Markup](), 0)
        for chart in Self.inOrder(answer.charts, { $0.measure }) {
            for model in chart.history.models {
                number += 1
                charts.append(picture(of: model.model, chart, id: "c\(number)-"))
            }
        }
        return charts.isEmpty ? "" : "<h2>Over time</h2>\n\(charts)"
    }

    private func picture(of model: Name, _ chart: ReportAnswer.Chart, id: String) -> Markup {
        let request = chart.history.request
        let drawing = LatencyChart(
            steps: ChartSteps(chart.history, model: model, zone: zone),
            axis: TimeAxis(start: request.start, end: request.end, zone: zone),
            thresholds: ThresholdChoice(nil).thresholds(for: chart.source.metric), wording: Language.english.wording,
            id: id)
        let severalSources = Set(answer.charts.map(\.source.name)).count > 1
        let source = severalSources ? ", \(chart.source.name.text)" : ""
        let name = ReportCells(zone: zone, rules: rules).model(model)
        let title = "\(name): \(Self.name(of: chart.measure))"
        return """
            <figure><figcaption>\(title)\(source)</figcaption>
            <svg class="chart" width="920" height="\(LatencyChart.height)" role="img" \
            aria-label="\(title)">\(drawing.content)</svg></figure>

            """
    }
}

extension Markup {
    /// Of a report, on screens and on paper.
    fileprivate static let style: Markup = """
        \(PageResource.chartStyle)
        body { font: 15px/1.45 system-ui, sans-serif; max-width: 76rem; margin: 2rem auto; padding: 0 1rem; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        th, td { padding: .25rem .6rem; border-bottom: 1px solid #ccc; vertical-align: top; }
        .right { text-align: right; } .left { text-align: left; }
        .left { overflow-wrap: anywhere; min-width: 6em; }
        .remark { font-weight: 600; }
        figure { margin: 1rem 0; padding-left: 3rem; break-inside: avoid; } figcaption { margin-left: -3rem; }
        svg.chart { width: 100%; max-width: 920px; overflow: visible; }
        svg.chart .tick:not(.time) { text-anchor: end; transform: translate(-10px, 8px); }
        pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 12px; }
        tr { break-inside: avoid; } h2 { break-after: avoid; }
        @page { margin: 12mm; }
        @media print {
        body { margin: 0; max-width: none; padding: 0; font-size: 9.5px; }
        th, td { padding: .2rem .3rem; } .left { min-width: 4em; }
        }
        """
}
