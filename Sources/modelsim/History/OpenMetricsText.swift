import Support

/// The lines of the Prometheus and OpenMetrics text formats.
enum OpenMetricsText {
    /// A series as it stands before its value: `name{label="value",…} `.
    static func series(_ name: String, _ labels: [(name: String, value: String)]) -> String {
        let pairs = labels.map { "\($0.name)=\"\(LabelValue.escaped($0.value))\"" }
        return "\(name){\(pairs.joined(separator: ","))} "
    }

    /// A timestamp in seconds with its three decimals, of a time in milliseconds since 1970 UTC.
    static func seconds(milliseconds: Int) -> String {
        let fraction = String(milliseconds % 1000)
        return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
    }
}

/// The series of one process' histogram, ready to be written many times.
struct HistogramText {
    private let buckets: [[UInt8]]
    private let count: [UInt8]
    private let sum: [UInt8]

    /// - Parameter targetLabels: what the server adds when it scrapes; empty for what the replica itself shows.
    init(of replica: Replica, targetLabels: [(name: String, value: String)]) {
        let model = replica.instance.model
        let labels = model.kind.labels(model: model.name) + targetLabels
        let texts = replica.bounds.map(model.kind.le) + ["+Inf"]
        buckets = texts.map { le in
            Array(OpenMetricsText.series(model.kind.metric + "_bucket", labels + [("le", le)]).utf8)
        }
        count = Array(OpenMetricsText.series(model.kind.metric + "_count", labels).utf8)
        sum = Array(OpenMetricsText.series(model.kind.metric + "_sum", labels).utf8)
    }

    /// The lines of one sample of the whole histogram.
    /// - Parameter ending: what follows each value: a newline, after a space and the timestamp where there is one.
    func lines(of replica: Replica, ending: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(buckets.count * 128)
        var cumulative = 0
        for (bucket, series) in buckets.enumerated() {
            cumulative += replica.counts[bucket]
            bytes += series
            bytes += Array("\(cumulative)".utf8)
            bytes += ending
        }
        bytes += count
        bytes += Array("\(replica.count)".utf8)
        bytes += ending
        bytes += sum
        bytes += Array("\(replica.sum)".utf8)
        bytes += ending
        return bytes
    }
}
