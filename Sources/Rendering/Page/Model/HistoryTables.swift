import Questions

/// The tables under the charts, newest first: what the charts draw, as numbers. A script takes its tooltips from them.
struct HistoryTables {
    let steps: ChartSteps
    let axis: TimeAxis
    let time: PageTime
    let wording: Strings

    var latency: Markup {
        table(
            columns: ["p50", "p95", "p99", wording.quality],
            cells: { point in
                let found = point.percentiles
                return [
                    LatencyCell.known(found.p50, wording), LatencyCell.known(found.p95, wording),
                    LatencyCell.known(found.p99, wording),
                    "\(point.quality.name)\(point.resolution == .window ? "" : ", \(point.resolution.name)")",
                ]
            })
    }

    func counts(_ title: String, of count: @escaping (HistoryAnswer.Point) -> Int) -> Markup {
        table(
            columns: [title, wording.windows],
            cells: { ["<b>\(DecimalText.grouped(count($0)))</b>", "\($0.windows)"] })
    }

    /// Stretches without points are one row each.
    private func table(columns: [String], cells: (HistoryAnswer.Point) -> [Markup]) -> Markup {
        let rows = (steps.steps.filter { $0.point != nil } + steps.gaps).sorted { $0.end > $1.end }
        let titles: [Markup] = ([wording.upTo] + columns).map { "<th scope=\"col\">\($0)</th>" }
        return """
            <table><thead><tr>\(titles)</tr></thead>
            <tbody>\(rows.map { row($0, columns.count, cells) })</tbody></table>
            """
    }

    private func row(_ step: ChartSteps.Step, _ columns: Int, _ cells: (HistoryAnswer.Point) -> [Markup]) -> Markup {
        let content: Markup =
            if let point = step.point {
                Markup(cells(point).map { "<td>\($0)</td>" })
            } else {
                "<td colspan=\"\(columns)\">\(wording.gap(step.content))</td>"
            }
        return """
            <tr data-from="\(number(step.start))" data-to="\(number(step.end))"><th scope="row">\(time.dated(step.end))</th>\
            \(content)</tr>

            """
    }

    private func number(_ time: Int) -> String { DecimalText.short(axis.x(time) / 10, decimals: 2) }
}

extension Strings {
    /// What a stretch without points is called.
    func gap(_ content: ChartSteps.Content) -> String {
        switch content {
        case .point: ""
        case .noTraffic: noTraffic
        case .noData: noData
        case .notCollected: notCollected
        case .beforeFirst: beforeFirst
        }
    }
}
