import Latency
import Questions
import Support

/// Answers as JSON: keys and their order are the contract with scripts and front ends.
package struct JSONRendering: Sendable {
    let zone: Zone
    let indented: Bool

    package init(zone: Zone, indented: Bool) {
        self.zone = zone
        self.indented = indented
    }

    package func text(of answer: Answer) -> String {
        document { members(of: answer, &$0) }
    }

    /// As `text(of:)`, in pieces of some 64 KiB: the text of a long history is never whole in memory.
    package func write(_ answer: Answer, to sink: (UnsafeRawBufferPointer) -> Void) {
        withoutActuallyEscaping(sink) { sink in
            var json = JSONWriter(indented: indented, sink: sink)
            json.object { members(of: answer, &$0) }
            json.finish()
        }
    }

    private func members(of answer: Answer, _ json: inout JSONWriter) {
        switch answer {
        case .p95(let latest): p95(latest, &json)
        case .all(let latest): all(latest, &json)
        case .history(let history): self.history(history, &json)
        // Its warnings stand in the midst of it.
        case .health(let health): return self.health(health, &json)
        case .runs(let runs): self.runs(runs, &json)
        }
        warnings(answer.warnings, &json)
    }

    /// What HTTP answers where there is no answer.
    package func text(ofError message: String) -> String {
        document { json in
            json.member("status", "error")
            json.member("message", message)
        }
    }

    func document(_ members: (inout JSONWriter) -> Void) -> String {
        var json = JSONWriter(indented: indented)
        json.object(members)
        json.endLine()
        return json.text
    }

    /// What was left out because it is damaged; told where something was.
    func warnings(_ texts: [String], _ json: inout JSONWriter) {
        if !texts.isEmpty { json.member("warnings", strings: texts) }
    }

    func time(_ seconds: Int) -> String { Timestamp.text(seconds, in: zone) }

    private func p95(_ answer: LatestAnswer, _ json: inout JSONWriter) {
        json.member("status", "success")
        json.member("data", arrayOf: answer.entries) { json, entry in
            json.member("model", entry.model)
            json.value(.p95, of: entry.percentiles.p95)
            json.member("collected_at", time(entry.collectedAt))
            json.bounds(.p95, of: entry.percentiles.p95)
            json.member("requests", entry.requests)
            json.member("quality", entry.quality.name)
            json.resolution(entry.resolution)
        }
        json.member("count", answer.entries.count)
        json.member("last_updated", answer.lastUpdated.map(time))
    }

    private func all(_ answer: LatestAnswer, _ json: inout JSONWriter) {
        json.member("status", "success")
        json.member("data", arrayOf: answer.entries) { json, entry in
            let percentiles = entry.percentiles
            json.member("model", entry.model)
            json.value(.p50, of: percentiles.p50)
            json.value(.p95, of: percentiles.p95)
            json.value(.p99, of: percentiles.p99)
            json.member("collected_at", time(entry.collectedAt))
            json.member("metric_name", entry.metricName)
            json.member("time_range", entry.resolution.name)
            json.member("mean_latency_ms", twoDecimals: percentiles.mean)
            json.member("requests", entry.requests)
            json.bounds(.p50, of: percentiles.p50)
            json.bounds(.p95, of: percentiles.p95)
            json.bounds(.p99, of: percentiles.p99)
            json.member("quality", entry.quality.name)
        }
        json.member("count", answer.entries.count)
        json.member("last_updated", answer.lastUpdated.map(time))
    }

    /// What a point takes on one line, about.
    private static let bytesPerPoint = 240

    private func history(_ answer: HistoryAnswer, _ json: inout JSONWriter) {
        // All models have the same times.
        var times: [Int: String] = [:]
        json.reserve(answer.models.reduce(0) { $0 + $1.points.count } * Self.bytesPerPoint)
        json.member("status", "success")
        json.member("data", arrayOf: answer.models) { json, model in
            json.member("model", model.model)
            json.member("data_points", arrayOf: model.points) { json, point in
                let time = times[point.time] ?? self.time(point.time)
                times[point.time] = time
                json.member("timestamp", time)
                json.value(.p95, of: point.percentiles.p95)
                json.value(.p50, of: point.percentiles.p50)
                json.value(.p99, of: point.percentiles.p99)
                json.bounds(.p95, of: point.percentiles.p95)
                json.member("requests", point.requests)
                json.member("windows", point.windows)
                json.member("quality", point.quality.name)
                json.resolution(point.resolution)
            }
        }
        json.member("count", answer.models.count)
        json.member(
            "time_range",
            object: { json in
                json.member("start", time(answer.request.start))
                json.member("end", time(answer.request.end))
                json.member("hours", digits: DecimalText.shortest(answer.request.hours))
                json.member("step", answer.request.step.rawValue)
            })
        json.member("missing", arrayOf: answer.missing) { json, stretch in
            json.member("start", time(stretch.start))
            json.member("end", time(stretch.end))
        }
    }

    private func health(_ answer: HealthAnswer, _ json: inout JSONWriter) {
        finding(answer.overall, damages: answer.damages.warnings, &json)
        guard answer.sources.count > 1 else { return }
        json.member("sources", arrayOf: answer.sources) { json, source in
            json.member("name", source.name)
            json.member("metric", source.metric)
            finding(source.finding, damages: [], &json)
        }
    }

    private func runs(_ answer: RunsAnswer, _ json: inout JSONWriter) {
        json.member("status", "success")
        let runs = answer.newestFirst
        json.member("data", arrayOf: runs) { json, found in
            let (source, run) = found
            json.member("source", source.name)
            json.member("metric_name", source.metric)
            json.member("started_at", time(run.started))
            json.member("finished_at", time(run.finished))
            json.member("duration_ms", run.work?.milliseconds)
            json.member("outcome", run.outcome.rawValue)
            json.member("windows", run.windows)
            json.member("models", run.work?.models)
            json.member("queries", run.work?.queries)
            json.member("retries", run.work?.retries)
            json.member("bytes", run.work?.bytes)
            json.member("error", run.detail)
            json.member("warnings", strings: run.warnings)
        }
        json.member("count", runs.count)
    }

    private func finding(_ finding: HealthAnswer.Finding, damages: [String], _ json: inout JSONWriter) {
        json.member("status", finding.status.rawValue)
        json.member("last_collection", finding.lastCollection.map(time))
        json.member("minutes_ago", digits: finding.minutesAgo)
        json.member("model_count", finding.modelCount)
        if let run = finding.lastRun {
            json.member(
                "last_run",
                object: { json in
                    json.member("outcome", run.outcome)
                    json.member("finished_at", time(run.finished))
                    json.member("message", run.failure)
                })
        } else {
            json.member("last_run", nil as String?)
        }
        json.member("missing_windows_24h", finding.missingWindows)
        warnings(finding.warnings + damages, &json)
        if let stuck = finding.stuckRun {
            json.member(
                "stuck_run",
                object: { json in
                    json.member("process", stuck.process)
                    json.member("since", time(stuck.since))
                })
        }
    }
}

extension HealthAnswer.Finding {
    /// Minutes since the last success, to one decimal.
    var minutesAgo: String? { age.map { DecimalText.oneDecimal(Double($0) / 60) } }
}

extension JSONWriter {
    /// Told where it is not what everything usually has.
    mutating func resolution(_ resolution: Resolution) {
        if resolution != .window { member("resolution", resolution.name) }
    }

    mutating func value(_ name: PercentileName, of percentile: Percentile?) {
        member(name.latency, twoDecimals: percentile?.milliseconds)
    }

    mutating func bounds(_ name: PercentileName, of percentile: Percentile?) {
        member(name.lower, twoDecimals: percentile?.lower)
        member(name.upper, twoDecimals: percentile?.upper)
    }
}
