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
                let side = column.alignment == .right ? "right" : "left"
                // Names and times stay whole, sentences do not.
                let long = cell.text.count > 40 ? " long" : ""
                return "<td class=\"\(side)\(long)\">\(cell.text)</td>"
            }
            return "<tr>\(cells)</tr>\n"
        }
        let below = part.remarks.map { "<p>\($0)</p>\n" as Markup }
        return """
            <h2>\(part.title)</h2>
            <div class="wide"><table>
            <thead><tr>\(head)</tr></thead>
            <tbody>
            \(rows)</tbody>
            </table></div>
            \(below)
            """
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
        return """
            <figure><figcaption>\(name): \(chart.measure.text)\(source)</figcaption>
            <svg class="chart" width="920" height="\(LatencyChart.height)" role="img" \
            aria-label="\(name): \(chart.measure.text)">\(drawing.content)</svg></figure>

            """
    }
}

extension Markup {
    /// Of a report, on screens and on paper.
    fileprivate static let style: Markup = """
        \(PageResource.chartStyle)
        body { font: 15px/1.45 system-ui, sans-serif; max-width: 76rem; margin: 2rem auto; padding: 0 1rem; }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        th, td { padding: .25rem .6rem; border-bottom: 1px solid #ccc; vertical-align: top; }
        .right { text-align: right; } .left { text-align: left; }
        th, td { white-space: nowrap; } .long { white-space: normal; min-width: 16rem; }
        .remark { font-weight: 600; }
        figure { margin: 1rem 0; overflow-x: auto; break-inside: avoid; }
        pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 12px; }
        tr { break-inside: avoid; } h2 { break-after: avoid; }
        @media print { body { margin: 0; max-width: none; font-size: 11px; } td.left { white-space: normal; } }
        """
}
