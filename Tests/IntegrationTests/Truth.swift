import Foundation
import Latency
import Testing

/// What `modelsim` knows of the requests that it simulated: the ground truth, counted without any code of metricsctl.
struct Truth {
    struct Key: Hashable {
        let model: Name
        /// Seconds since 1970 UTC.
        let windowEnd: Int
    }

    struct Row {
        let requests: Int
        /// In seconds; the nearest rank of the raw observations.
        let quantiles: [Double: Double]
        let sumSeconds: Double
        let events: Set<String>
        /// Requests that no scrape ever showed: answered between the last scrape of a process and its end, or before the
        /// first of one that nothing vouches for.
        let unseen: Int
        /// How many scrapes of its replicas the server has.
        let samples: Int
        /// Whether the model had neither a restart nor an outage nor a gap all day.
        let isCalm: Bool
    }

    let rows: [Key: Row]
    /// Requests per bucket, by the layout's finite bounds.
    let buckets: [Key: [[Double]: [Int]]]

    init(in folder: URL) throws {
        var rows: [Key: Row] = [:]
        for fields in try CSVFile.rows(of: folder.appending(path: "truth.csv")) {
            let key = Key(model: Name(try fields.text("model")), windowEnd: try fields.integer("window_end"))
            var quantiles: [Double: Double] = [:]
            for (q, column) in [(0.5, "p50"), (0.95, "p95"), (0.99, "p99")] {
                quantiles[q] = Double(try fields.text(column))
            }
            rows[key] = Row(
                requests: try fields.integer("requests"), quantiles: quantiles,
                sumSeconds: try #require(Double(try fields.text("sum_seconds"))),
                events: Set(try fields.text("events").split(separator: ";").map(String.init)),
                unseen: try fields.integer("unseen"),
                samples: try fields.integer("samples"), isCalm: try fields.text("calm") == "yes")
        }
        self.rows = rows

        var buckets: [Key: [[Double]: [Int]]] = [:]
        for fields in try CSVFile.rows(of: folder.appending(path: "buckets.csv")) {
            let key = Key(model: Name(try fields.text("model")), windowEnd: try fields.integer("window_end"))
            let bounds = try fields.text("bounds").split(separator: "|").compactMap { Double($0) }
            let cumulative = try fields.text("counts").split(separator: "|").compactMap { Int($0) }
            buckets[key, default: [:]][bounds] = zip(cumulative, [0] + cumulative).map { $0 - $1 }
        }
        self.buckets = buckets
    }

    var models: Set<Name> { Set(rows.keys.map(\.model)) }
    /// Everything that happened to anybody.
    var events: Set<String> { rows.values.reduce(into: []) { $0.formUnion($1.events) } }
}

/// Rows of a CSV file as RFC 4180 has them, by the names of its first line.
enum CSVFile {
    struct Fields {
        let byName: [String: String]

        func text(_ name: String) throws -> String { try #require(byName[name], "no column \(name)") }
        func integer(_ name: String) throws -> Int { try #require(Int(try text(name))) }
    }

    static func rows(of file: URL) throws -> [Fields] {
        var lines = lines(in: try String(contentsOf: file, encoding: .utf8))
        let header = lines.removeFirst()
        return lines.map { Fields(byName: Dictionary(uniqueKeysWithValues: zip(header, $0))) }
    }

    private static func lines(in text: String) -> [[String]] {
        var lines: [[String]] = []
        var line: [String] = []
        var field = String.UnicodeScalarView()
        var isQuoted = false
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"":
                // Two quotes in a quoted field are one of its characters.
                if !isQuoted, previous == "\"" { field.append(scalar) }
                isQuoted.toggle()
            case "," where !isQuoted:
                line.append(String(field))
                field = String.UnicodeScalarView()
            case "\r" where !isQuoted: break
            case "\n" where !isQuoted:
                lines.append(line + [String(field)])
                line = []
                field = String.UnicodeScalarView()
            default: field.append(scalar)
            }
            previous = scalar
        }
        return lines
    }
}
