import Latency
import Questions
import Support

/// Answers as CSV (RFC 4180): one header line, lines end in CR LF, unknown is an empty field.
///
/// Columns are named as the keys of the JSON. Names are the raw label values, also where a spreadsheet would take one for
/// a formula: programs read this, and a changed name would not be found again.
struct CSVRendering {
    let zone: Zone

    /// As `text(of:)`; a history comes model by model.
    func write(_ answer: Answer, to sink: (UnsafeRawBufferPointer) -> Void) {
        guard case .history(let history) = answer else {
            var text = text(of: answer)
            return text.withUTF8 { sink(UnsafeRawBufferPointer($0)) }
        }
        var text = CSVRendering.lines([Self.historyHeader])
        text.withUTF8 { sink(UnsafeRawBufferPointer($0)) }
        for model in history.models {
            var text = CSVRendering.lines(rows(of: model))
            text.withUTF8 { sink(UnsafeRawBufferPointer($0)) }
        }
    }

    func text(of answer: Answer) -> String {
        switch answer {
        case .p95(let latest): p95(latest)
        case .all(let latest): all(latest)
        case .history(let history): self.history(history)
        case .health(let health): self.health(health)
        case .runs(let runs): self.runs(runs)
        }
    }

    private func p95(_ answer: LatestAnswer) -> String {
        let header = [
            "model", "p95_latency_ms", "collected_at", "p95_lower_ms", "p95_upper_ms", "requests", "quality",
            "resolution",
        ]
        return CSVRendering.document(
            header: header,
            rows: answer.entries.map { entry in
                let p95 = entry.percentiles.p95
                return [
                    entry.model.text, number(p95?.milliseconds), time(entry.collectedAt), number(p95?.lower),
                    number(p95?.upper), String(entry.requests), entry.quality.name, entry.resolution.name,
                ]
            })
    }

    private func all(_ answer: LatestAnswer) -> String {
        let header = [
            "model", "p50_latency_ms", "p95_latency_ms", "p99_latency_ms", "collected_at", "metric_name", "time_range",
            "mean_latency_ms", "requests", "p50_lower_ms", "p50_upper_ms", "p95_lower_ms", "p95_upper_ms",
            "p99_lower_ms", "p99_upper_ms", "quality",
        ]
        return CSVRendering.document(
            header: header,
            rows: answer.entries.map { entry in
                let found = [entry.percentiles.p50, entry.percentiles.p95, entry.percentiles.p99]
                return [entry.model.text] + found.map { number($0?.milliseconds) }
                    + [
                        time(entry.collectedAt), entry.metricName.text, entry.resolution.name,
                        number(entry.percentiles.mean),
                        String(entry.requests),
                    ] + found.flatMap { [number($0?.lower), number($0?.upper)] } + [entry.quality.name]
            })
    }

    private static let historyHeader = [
        "model", "timestamp", "p95_latency_ms", "p50_latency_ms", "p99_latency_ms", "p95_lower_ms", "p95_upper_ms",
        "requests", "windows", "quality", "resolution",
    ]

    private func history(_ answer: HistoryAnswer) -> String {
        CSVRendering.document(header: Self.historyHeader, rows: answer.models.flatMap(rows))
    }

    private func rows(of model: HistoryAnswer.Model) -> [[String]] {
        model.points.map { point in
            let found = point.percentiles
            return [
                model.model.text, time(point.time), number(found.p95?.milliseconds), number(found.p50?.milliseconds),
                number(found.p99?.milliseconds), number(found.p95?.lower), number(found.p95?.upper),
                String(point.requests), String(point.windows), point.quality.name, point.resolution.name,
            ]
        }
    }

    /// One row per source; without any source one row that says so.
    private func health(_ answer: HealthAnswer) -> String {
        let header = [
            "name", "metric", "status", "last_collection", "minutes_ago", "model_count", "last_run_outcome",
            "last_run_finished_at", "last_run_message", "missing_windows_24h",
        ]
        let rows = answer.sources.map { [$0.name.text, $0.metric.text] + finding($0.finding) }
        return CSVRendering.document(header: header, rows: rows.isEmpty ? [["", ""] + finding(answer.overall)] : rows)
    }

    private func runs(_ answer: RunsAnswer) -> String {
        let header = [
            "source", "metric_name", "started_at", "finished_at", "duration_ms", "outcome", "windows", "models",
            "queries", "retries", "bytes", "error", "warnings",
        ]
        return CSVRendering.document(
            header: header,
            rows: answer.newestFirst.map { source, run in
                let work = run.work
                let counts = [work?.models, work?.queries, work?.retries, work?.bytes].map { $0.map(String.init) ?? "" }
                return [
                    source.name.text, source.metric.text, time(run.started), time(run.finished),
                    work.map { String($0.milliseconds) } ?? "", run.outcome.rawValue, String(run.windows),
                ] + counts + [run.detail ?? "", run.warnings.joined(separator: "; ")]
            })
    }

    private func finding(_ finding: HealthAnswer.Finding) -> [String] {
        [
            finding.status.rawValue, finding.lastCollection.map(time) ?? "", finding.minutesAgo ?? "",
            String(finding.modelCount), finding.lastRun?.outcome ?? "", finding.lastRun.map { time($0.finished) } ?? "",
            finding.lastRun?.failure ?? "", String(finding.missingWindows),
        ]
    }

    private func time(_ seconds: Int) -> String { Timestamp.text(seconds, in: zone) }

    private func number(_ value: Double?) -> String { value.flatMap(DecimalText.twoDecimals) ?? "" }

    static func document(header: [String], rows: [[String]]) -> String {
        lines([header] + rows)
    }

    static func lines(_ rows: [[String]]) -> String {
        rows.map { $0.map(field).joined(separator: ",") + "\r\n" }.joined()
    }

    private static func field(_ text: String) -> String {
        let special: Set<UInt8> = [UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\r"), UInt8(ascii: "\n")]
        guard text.utf8.contains(where: special.contains) else { return text }
        return "\"" + text.replacingScalars("\"", with: "\"\"") + "\""
    }
}
