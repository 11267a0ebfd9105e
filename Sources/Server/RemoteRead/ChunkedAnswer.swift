import NIOCore
import Questions

/// `ChunkedReadResponse`s of Prometheus' protocol, a frame for each series: its length, its CRC-32C and the message.
enum ChunkedAnswer {
    static func frame(_ series: CounterSeries, _ samples: [CounterSample], query: Int) -> ByteBuffer {
        var content = ByteBuffer()
        content.writeLabels(of: series)
        for chunk in chunks(of: samples) {
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

    private static func chunks(of samples: [CounterSample]) -> [XORChunk] {
        var chunks: [XORChunk] = []
        var chunk = XORChunk()
        for sample in samples {
            if chunk.isFull {
                chunks.append(chunk)
                chunk = XORChunk()
            }
            chunk.add(sample.value, at: sample.time)
        }
        return chunk.count > 0 ? chunks + [chunk] : chunks
    }
}
