import Latency
import Questions
import Support

/// An export as JSON lines.
///
/// A line names a source, with everything that decides which requests it counts. The lines after it are its windows,
/// oldest first, one per model; one with a null `model` is of a window that was collected and had no data. Of a day of
/// which only the hours are kept they are those, likewise, with a digit in `collected` for each window of the hour, oldest
/// first: 1 where it was collected. The last line says that the export is whole. Numbers are exact: bounds as short as they can be without changing, counts per bucket
/// and not cumulative, the one up to +Inf last, `sum_us` in microseconds or null where it is not known.
///
///     {"source":"default","metric":"…","url":"…","selector":"","model_label":"model","unit":"s"}
///     {"window":"2025-10-17T14:30:00+09:00","model":"gpt-4","quality":"exact","requests":3,"sum_us":1200000,
///      "histograms":[{"le":[0.1,0.5],"counts":[1,2,0]}]}
///     {"window":"2025-10-17T14:35:00+09:00","model":null}
///     {"hour":"2025-10-17T15:00:00+09:00","collected":"111111111111","model":"gpt-4","quality":"exact", …}
///     {"end":true}
///
/// Where they say something, a source also has its `measure`, its `kind`, its `labels` and its `class_label`, in this order and
/// last; and the lines of a source with labels have their values in `labels`, last: `"labels":{"region":"eu","class":"5xx"}`.
struct ExportLines {
    let zone: Zone

    func write(_ reports: inout [ExportReport], to output: (String) throws -> Void) throws {
        for index in reports.indices {
            let labels = reports[index].source.seriesLabels
            try output(line { source(reports[index].source, &$0) })
            try reports[index].forEachDay { day in
                let windows = day.windows.map { lines(of: $0, labels: labels) }
                try output(windows.joined() + day.hours.map { lines(of: $0, labels: labels) }.joined())
            }
        }
        try output(line { $0.member("end", digits: "true") })
    }

    /// - Parameter labels: the names of the labels of its series, in the order of their values.
    func lines(of collected: CollectedWindow, labels: [Name] = []) -> String {
        let time = Timestamp.text(collected.window.end, in: zone)
        return lines(of: collected.models, labels) { $0.member("window", time) }
    }

    func lines(of hour: CollectedHour, labels: [Name] = []) -> String {
        let time = Timestamp.text(hour.last.end, in: zone)
        let first = hour.last.advanced(by: 1 - UTCDay.windowsPerHour)
        let digits = (first...hour.last).windows.map { hour.collected.contains($0) ? "1" : "0" }.joined()
        return lines(of: hour.models, labels) { json in
            json.member("hour", time)
            json.member("collected", digits)
        }
    }

    /// `time` writes what stands in front of every line.
    private func lines(of models: [ModelWindow], _ labels: [Name], _ time: (inout JSONWriter) -> Void) -> String {
        if models.isEmpty {
            return line { json in
                time(&json)
                json.member("model", nil as String?)
            }
        }
        return models.map { value in
            line { json in
                time(&json)
                model(value, labels, &json)
            }
        }.joined()
    }

    private func source(_ source: SourceDescription, _ json: inout JSONWriter) {
        json.member("source", source.name)
        json.member("metric", source.metric)
        json.member("url", source.url)
        json.member("selector", source.selector)
        json.member("model_label", source.modelLabel)
        json.member("unit", source.unit.rawValue)
        json.further(of: source)
    }

    private func model(_ value: ModelWindow, _ labels: [Name], _ json: inout JSONWriter) {
        json.member("model", value.model)
        json.member("quality", value.quality.name)
        json.member("requests", value.histogram.requests)
        json.member("sum_us", value.histogram.sumMicroseconds)
        json.member("histograms", arrayOf: value.histogram.parts) { json, part in
            json.member("le", numbers: part.layout.upperBounds.map(DecimalText.shortest))
            json.member("counts", numbers: part.counts.map(String.init))
        }
        guard !labels.isEmpty else { return }
        json.member("labels", texts: zip(labels, value.series.labels))
    }

    private func line(_ members: (inout JSONWriter) -> Void) -> String {
        var json = JSONWriter(indented: false)
        json.object(members)
        return json.text + "\n"
    }
}
