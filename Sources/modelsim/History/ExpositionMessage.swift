/// A replica's `/metrics` in the protobuf format of Prometheus, the only one that shows it native histograms.
///
/// Field numbers: io/prometheus/client/metrics.proto of github.com/prometheus/client_model.
enum ExpositionMessage {
    static let contentType =
        "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited"

    private enum MetricType: Int {
        case gauge = 1
        case histogram = 4
    }

    /// - Parameter classic: whether the histogram has classic buckets, too.
    static func bytes(of replica: Replica, classic: Bool) -> [UInt8] {
        var gauge = Protobuf()
        gauge.field(1, Double(replica.began) / 1000)
        var process = Protobuf()
        process.field(2, gauge)
        var bytes = family("process_start_time_seconds", .gauge, process)
        guard replica.showsHistogram else { return bytes }
        let model = replica.instance.model
        var metric = Protobuf()
        for label in model.kind.labels(model: model.name) {
            var pair = Protobuf()
            pair.field(1, label.name)
            pair.field(2, label.value)
            metric.field(1, pair)
        }
        metric.field(7, histogram(of: replica, classic: classic))
        bytes += family(model.kind.metric, .histogram, metric)
        return bytes
    }

    /// One family with one metric, its length in front.
    private static func family(_ name: String, _ type: MetricType, _ metric: Protobuf) -> [UInt8] {
        var family = Protobuf()
        family.field(1, name)
        family.field(3, type.rawValue)
        family.field(4, metric)
        return Protobuf.varint(UInt64(family.bytes.count)) + family.bytes
    }

    private static func histogram(of replica: Replica, classic: Bool) -> Protobuf {
        var histogram = Protobuf()
        histogram.field(1, replica.count)
        histogram.field(2, replica.sum)
        var cumulative = 0
        for (bound, count) in zip(replica.bounds, replica.counts) where classic {
            cumulative += count
            var bucket = Protobuf()
            bucket.field(1, cumulative)
            bucket.field(2, bound)
            histogram.field(3, bucket)
        }
        histogram.field(5, zigzag: NativeBuckets.schema)
        histogram.field(6, NativeBuckets.zeroThreshold)
        histogram.field(7, 0)
        let (spans, deltas) = NativeBuckets.encoded(replica.nativeCounts)
        for span in spans {
            var message = Protobuf()
            message.field(1, zigzag: span.offset)
            message.field(2, span.length)
            histogram.field(12, message)
        }
        for delta in deltas { histogram.field(13, zigzag: delta) }
        return histogram
    }
}
