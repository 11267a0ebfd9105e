import CZlib
import NIOCore

/// Gives back what was compressed, piece by piece.
final class GunzipStream {
    /// What one of these takes: zlib's window and state, and a piece.
    static let memory = (48 << 10) + pieceBytes
    private static let pieceBytes = 64 << 10

    private var stream = z_stream()
    private var input: ByteBuffer
    private let isReady: Bool
    private var hasEnded = false

    init(_ compressed: ByteBuffer) {
        input = compressed
        isReady = czlib_begin_gunzip(&stream) == Z_OK
    }

    deinit { if isReady { inflateEnd(&stream) } }

    /// The next piece, empty at the end; nil where it can't be given back, which is so where memory is out.
    func next() -> ByteBuffer? {
        guard isReady else { return nil }
        if hasEnded { return ByteBuffer() }
        var piece = ByteBufferAllocator().buffer(capacity: GunzipStream.pieceBytes)
        let code = input.readWithUnsafeReadableBytes { bytes in
            // zlib only reads its input; its header was written before `const`.
            stream.next_in = UnsafeMutablePointer(mutating: bytes.bindMemory(to: UInt8.self).baseAddress)
            stream.avail_in = UInt32(clamping: bytes.count)
            var code = Z_OK
            piece.writeWithUnsafeMutableBytes(minimumWritableBytes: GunzipStream.pieceBytes) { room in
                stream.next_out = room.bindMemory(to: UInt8.self).baseAddress
                stream.avail_out = UInt32(clamping: GunzipStream.pieceBytes)
                code = inflate(&stream, Z_NO_FLUSH)
                return GunzipStream.pieceBytes - Int(stream.avail_out)
            }
            return (bytes.count - Int(stream.avail_in), code)
        }
        hasEnded = code == Z_STREAM_END
        return hasEnded || (code == Z_OK && piece.readableBytes > 0) ? piece : nil
    }
}
