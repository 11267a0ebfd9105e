import CZlib
import NIOCore

/// Compression (RFC 1952).
enum Gzip {
    /// Less does not fit into fewer packets anyway.
    static let minimumBytes = 1000

    /// nil where it would not be shorter, or memory is out.
    static func compressed(_ plain: ByteBuffer) -> ByteBuffer? {
        guard plain.readableBytes >= minimumBytes else { return nil }
        var stream = z_stream()
        guard czlib_begin_gzip(&stream, 6) == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        var result = ByteBufferAllocator().buffer(capacity: plain.readableBytes)
        let isComplete = plain.withUnsafeReadableBytes { input in
            result.withUnsafeMutableWritableBytes { output in
                // zlib only reads its input; its header was written before `const`.
                stream.next_in = UnsafeMutablePointer(
                    mutating: input.bindMemory(to: UInt8.self).baseAddress)
                stream.avail_in = UInt32(clamping: input.count)
                stream.next_out = output.bindMemory(to: UInt8.self).baseAddress
                stream.avail_out = UInt32(clamping: input.count)
                return deflate(&stream, Z_FINISH) == Z_STREAM_END
            }
        }
        guard isComplete else { return nil }
        result.moveWriterIndex(forwardBy: Int(stream.total_out))
        return result
    }
}
