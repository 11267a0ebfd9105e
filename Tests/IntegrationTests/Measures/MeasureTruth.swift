import Archive
import Foundation
import Latency
import SQLiteStore
import TestSupport
import Testing

/// What one measure counted in one window, by truth or as stored.
struct MeasureCounts: Equatable {
    /// Requests, or tokens of a counter of these.
    var count = 0
    /// By bounds, where the metric has some; layouts without requests are left out.
    var buckets: [[Double]: [Int]] = [:]
    /// In the metric's unit.
    var sum = 0.0

    mutating func add(_ other: MeasureCounts) {
        count += other.count
        sum += other.sum
        for (bounds, counts) in other.buckets {
            let mine = buckets[bounds] ?? Array(repeating: 0, count: counts.count)
            buckets[bounds] = zip(mine, counts).map(+)
        }
    }
}

/// A measure of a model at one set of labels, in one window.
struct MeasureKey: Hashable {
    let server: String
    let measure: String
    let model: String
    /// The value of the label `region`.
    let region: String
    /// Of a counter of requests or errors.
    let outcome: String
    /// Seconds since 1970 UTC.
    let windowEnd: Int

    /// Of all label values of the model together.
    var rolledUp: MeasureKey {
        MeasureKey(server: server, measure: measure, model: model, region: "", outcome: "", windowEnd: windowEnd)
    }
}

/// What `modelsim` knows of the measures that it simulated, counted without any code of metricsctl.
enum MeasureTruth {
    static func rows(in folder: URL) throws -> [MeasureKey: MeasureCounts] {
        var rows: [MeasureKey: MeasureCounts] = [:]
        for fields in try CSVFile.rows(of: folder.appending(path: "measures.csv")) {
            let labels = try fields.text("labels").split(separator: ";").map(String.init)
            let region = labels.first { $0.hasPrefix("region=") }?.dropFirst("region=".count) ?? ""
            let key = MeasureKey(
                server: try fields.text("server"), measure: try fields.text("measure"),
                model: try fields.text("model"), region: String(region), outcome: try fields.text("class"),
                windowEnd: try fields.integer("window_end"))
            rows[key, default: MeasureCounts()].add(try counts(fields, key.measure))
        }
        return rows
    }

    private static func counts(_ fields: CSVFile.Fields, _ measure: String) throws -> MeasureCounts {
        let sum = try #require(Double(try fields.text("sum")))
        let bounds = try fields.text("bounds").split(separator: "|").compactMap { Double($0) }
        guard bounds.isEmpty else {
            let counts = try fields.text("counts").split(separator: "|").compactMap { Int($0) }
            let buckets = counts.contains { $0 > 0 } ? [bounds: counts] : [:]
            return MeasureCounts(count: try fields.integer("observations"), buckets: buckets, sum: sum)
        }
        let isOfTokens = measure.hasSuffix("_tokens")
        return MeasureCounts(count: isOfTokens ? Int(sum) : try fields.integer("observations"), sum: sum)
    }
}

/// What an archive has of measures.
struct StoredMeasures {
    private(set) var rows: [MeasureKey: MeasureCounts] = [:]
    private(set) var qualities: [MeasureKey: Quality] = [:]

    /// - Parameter byLabels: whether each label value comes by itself, and not all together.
    init(in path: String, byLabels: Bool = true) throws {
        let archive = try Archive(readingAt: path)
        for source in try archive.sources() {
            let description = source.description
            let labels = byLabels ? description.seriesLabels : []
            let all = Window(index: 0)...Window(index: 10_000_000)
            let damages = try archive.forEachWindow(
                of: source, in: all, newestFirst: false, selection: SeriesSelection(by: labels)
            ) { window in
                for value in window.models { add(value, labels, description, at: window.window) }
                return true
            }
            try #require(damages.isEmpty)
        }
    }

    private mutating func add(
        _ value: ModelWindow, _ labels: [Name], _ source: SourceDescription, at window: Window
    ) {
        func label(_ name: Name) -> String {
            labels.firstIndex(of: name).map { value.series.labels[$0].text } ?? ""
        }
        let key = MeasureKey(
            server: source.name.text, measure: source.measure?.text ?? "", model: value.model.text,
            region: label("region"), outcome: label("class"), windowEnd: window.end)
        var counts = MeasureCounts(count: value.histogram.requests)
        for part in value.histogram.parts where !part.layout.upperBounds.isEmpty && part.requests > 0 {
            counts.buckets[part.layout.upperBounds] = part.counts
        }
        counts.sum = source.unit.value(microseconds: value.histogram.sumMicroseconds ?? 0)
        rows[key, default: MeasureCounts()].add(counts)
        qualities[key] = max(qualities[key] ?? .exact, value.quality)
    }
}
