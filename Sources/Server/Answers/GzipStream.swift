import CZlib
import NIOCore

/// Compresses bytes that come piece by piece (RFC 1952). Where memory is out the process ends, as with any allocation.
final class GzipStream {
    private var stream = z_stream()
    private var output = ByteBuffer()

    /// Four fifths of the best compression in less than half the time: who waits for many megabytes waits for this, too.
    private static let level: Int32 = 2
    private static let growth = 256 << 10

    init() { precondition(czlib_begin_gzip(&stream, GzipStream.level) == Z_OK, "out of memory") }

    deinit { deflateEnd(&stream) }

    func add(_ bytes: UnsafeRawBufferPointer) { run(bytes, Z_NO_FLUSH) }

    /// All of it compressed. Nothing may be added any more.
    func finish() -> ByteBuffer {
        run(UnsafeRawBufferPointer(start: nil, count: 0), Z_FINISH)
        return output
    }

    private func run(_ bytes: UnsafeRawBufferPointer, _ flush: Int32) {
        // zlib only reads its input; its header was written before `const`.
        stream.next_in = UnsafeMutablePointer(mutating: bytes.bindMemory(to: UInt8.self).baseAddress)
        stream.avail_in = UInt32(clamping: bytes.count)
        repeat {
            output.writeWithUnsafeMutableBytes(minimumWritableBytes: GzipStream.growth) { room in
                stream.next_out = room.bindMemory(to: UInt8.self).baseAddress
                stream.avail_out = UInt32(clamping: room.count)
                deflate(&stream, flush)
                return room.count - Int(stream.avail_out)
            }
        } while stream.avail_out == 0
    }
}
