import NIOCore
import Questions

/// `ChunkedReadResponse`s of Prometheus' protocol, a frame for each series: its length, its CRC-32C and the message.
enum ChunkedAnswer {
    static func frame(_ series: CounterSeries, _ samples: ChunkedSamples, query: Int) -> ByteBuffer {
        var content = ByteBuffer()
        content.writeLabels(of: series)
        for chunk in samples.chunks {
            var bytes = ByteBuffer()
            bytes.writeField(1, integer: chunk.firstTime)
            bytes.writeField(2, integer: chunk.lastTime)
            bytes.writeField(3, integer: xorEncoding)
            bytes.writeField(4, bytes: chunk.bytes)
            content.writeField(2, bytes: bytes)
        }
        var message = ByteBuffer()
        message.writeField(1, bytes: content)
        message.writeField(2, integer: query)
        var frame = ByteBuffer()
        frame.writeVarint(UInt64(message.readableBytes))
        frame.writeInteger(CRC32C.checksum(message))
        frame.writeImmutableBuffer(message)
        return frame
    }

    private static let xorEncoding = 1
}

/// Samples as chunks from the start: a quarter of what they take as numbers.
struct ChunkedSamples: SampleCollector {
    private(set) var chunks: [XORChunk] = []

    init(capacity: Int) { chunks.reserveCapacity(capacity / XORChunk.mostSamples + 1) }

    var isEmpty: Bool { chunks.isEmpty }

    mutating func append(_ sample: CounterSample) {
        if chunks.last?.isFull ?? true { chunks.append(XORChunk()) }
        chunks[chunks.count - 1].add(sample.value, at: sample.time)
    }
}
