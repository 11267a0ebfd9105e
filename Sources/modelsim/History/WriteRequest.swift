/// Samples as they are sent to the remote-write receiver of a Prometheus.
///
/// Field numbers: prompb/remote.proto and prompb/types.proto of github.com/prometheus/prometheus.
struct WriteRequest {
    private var request = Protobuf()

    var isEmpty: Bool { request.bytes.isEmpty }
    var size: Int { request.bytes.count }

    typealias Labels = [(name: String, value: String)]

    /// - Parameter time: in milliseconds since 1970 UTC, as everywhere here.
    mutating func append(_ name: String, _ labels: Labels, _ value: Double, at time: Int) {
        var sample = Protobuf()
        sample.field(1, value)
        sample.field(2, time)
        appendSeries(name, labels, number: 2, sample)
    }

    /// What says, instead of a value, that a series has ended. A server writes it where a scrape lacks a series that the one
    /// before had, and to all series of a target that it can't scrape.
    static let stale = Double(bitPattern: 0x7FF0_0000_0000_0002)

    /// The classic histogram of a replica: a series for every bucket, the count and the sum.
    mutating func append(classic replica: Replica, _ labels: Labels, at time: Int) {
        let kind = replica.instance.model.kind
        var cumulative = 0
        for (le, count) in zip(replica.bounds.map(kind.le) + ["+Inf"], replica.counts) {
            cumulative += count
            append(kind.metric + "_bucket", labels + [("le", le)], Double(cumulative), at: time)
        }
        append(kind.metric + "_count", labels, Double(replica.count), at: time)
        append(kind.metric + "_sum", labels, replica.sum, at: time)
    }

    /// The end of those of its series that the process after it does not have.
    mutating func append(endOfClassic replica: Replica, _ labels: Labels, at time: Int, before next: Replica?) {
        let kind = replica.instance.model.kind
        for bound in replica.bounds where next?.bounds.contains(bound) != true {
            append(kind.metric + "_bucket", labels + [("le", kind.le(bound))], Self.stale, at: time)
        }
        guard next == nil else { return }
        append(kind.metric + "_bucket", labels + [("le", "+Inf")], Self.stale, at: time)
        append(kind.metric + "_count", labels, Self.stale, at: time)
        append(kind.metric + "_sum", labels, Self.stale, at: time)
    }

    /// The native histogram of a replica, or its end.
    mutating func append(native replica: Replica, _ labels: Labels, at time: Int, isStale: Bool) {
        var histogram = Protobuf()
        histogram.field(1, replica.count)
        histogram.field(3, isStale ? Self.stale : replica.sum)
        histogram.field(4, zigzag: NativeBuckets.schema)
        histogram.field(5, NativeBuckets.zeroThreshold)
        histogram.field(6, 0)
        let (spans, deltas) = NativeBuckets.encoded(replica.nativeCounts)
        for span in spans {
            var message = Protobuf()
            message.field(1, zigzag: span.offset)
            message.field(2, span.length)
            histogram.field(11, message)
        }
        for delta in deltas { histogram.field(12, zigzag: delta) }
        histogram.field(15, time)
        appendSeries(replica.instance.model.kind.metric, labels, number: 4, histogram)
    }

    /// Labels must come in the order of their names.
    private mutating func appendSeries(_ name: String, _ labels: Labels, number: Int, _ sample: Protobuf) {
        var series = Protobuf()
        for label in ([("__name__", name)] + labels).sorted(by: { $0.0 < $1.0 }) {
            var pair = Protobuf()
            pair.field(1, label.0)
            pair.field(2, label.1)
            series.field(1, pair)
        }
        series.field(number, sample)
        request.field(1, series)
    }

    /// The request's body.
    var body: [UInt8] { Snappy.literals(request.bytes) }
}
