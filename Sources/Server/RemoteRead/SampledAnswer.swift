import NIOCore
import Questions

/// A `ReadResponse` of Prometheus' protocol: one message with all samples, compressed with snappy.
///
/// Messages within messages begin with their length: all of them are known before the first sample is read.
struct SampledAnswer {
    private var compressor: SnappyStream
    private let results: [Int]

    /// - Parameter reports: one for each of the queries, in order; none where there is no archive.
    init(_ reports: [CounterReport], queries: Int) {
        results = (0..<queries).map { query in
            guard reports.indices.contains(query) else { return 0 }
            return reports[query].series.map { Self.fieldLength(Self.length(of: $0)) }.reduce(0, +)
        }
        compressor = SnappyStream(length: results.map(Self.fieldLength).reduce(0, +))
    }

    /// What stands before the series of a query.
    mutating func begin(query: Int) {
        var buffer = ByteBuffer()
        buffer.writeLengthPrefix(1, length: results[query])
        compressor.add(buffer)
    }

    /// - Parameter send: takes what is ready to be sent, piece by piece.
    mutating func add(_ series: CounterSeries, _ samples: PackedSamples, _ send: (ByteBuffer) throws -> Void) throws {
        guard samples.count == series.sampleCount else { throw CounterError.changed }
        var buffer = ByteBuffer()
        buffer.writeLengthPrefix(1, length: Self.length(of: series))
        buffer.writeLabels(of: series)
        try samples.forEach { sample in
            buffer.writeLengthPrefix(2, length: Self.sampleLength)
            buffer.writeInteger(UInt8(1 << 3 | 1))
            buffer.writeInteger(sample.value.bitPattern, endianness: .little)
            buffer.writeField(2, integer: sample.time)
            guard buffer.readableBytes >= Self.pieceBytes else { return }
            compressor.add(buffer)
            buffer.clear()
            try send(taken())
        }
        compressor.add(buffer)
        try send(taken())
    }

    mutating func finish() { compressor.finish() }

    /// What is ready to be sent, which is the caller's from then on.
    mutating func taken() -> ByteBuffer {
        defer { compressor.output = ByteBuffer() }
        return compressor.output
    }

    /// How much of a series is in memory as it is sent.
    private static let pieceBytes = 64 << 10
    /// A time of six bytes, as all between 1971 and 2109 are, with its key, and a value with its.
    private static let sampleLength = 1 + 6 + 1 + 8

    private static func length(of series: CounterSeries) -> Int {
        series.labels.map { fieldLength(labelLength($0)) }.reduce(0, +) + series.sampleCount * fieldLength(sampleLength)
    }

    private static func labelLength(_ label: CounterSeries.Label) -> Int {
        fieldLength(label.name.utf8.count) + fieldLength(label.value.utf8.count)
    }

    /// With key and length.
    private static func fieldLength(_ length: Int) -> Int { 1 + ByteBuffer.varintLength(length) + length }
}

extension ByteBuffer {
    mutating func writeLabels(of series: CounterSeries) {
        for label in series.labels {
            var bytes = ByteBuffer()
            bytes.writeField(1, text: label.name)
            bytes.writeField(2, text: label.value)
            writeField(1, bytes: bytes)
        }
    }
}
