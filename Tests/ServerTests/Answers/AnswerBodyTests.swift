import Foundation
import NIOCore
import Testing

@testable import Server

@Suite("Bodies of answers")
struct AnswerBodyTests {
    private func body(_ pieces: [[UInt8]]) -> AnswerBody {
        var writer = BodyWriter()
        for piece in pieces { piece.withUnsafeBytes { writer.add($0) } }
        return writer.finish()
    }

    /// What a client gets that takes no compression.
    private func expanded(_ body: AnswerBody.Compressed) -> [UInt8] {
        let stream = GunzipStream(body.bytes)
        var result: [UInt8] = []
        while let piece = stream.next(), piece.readableBytes > 0 { result += Array(piece.readableBytesView) }
        return result
    }

    @Test("are kept as they are up to a megabyte")
    func short() {
        let bytes = Array(repeating: UInt8(ascii: "a"), count: AnswerBody.longestPlain)
        guard case .plain(let plain) = body([Array(bytes.prefix(10)), Array(bytes.dropFirst(10))]) else {
            Issue.record("compressed")
            return
        }
        #expect(Array(plain.readableBytesView) == bytes)
    }

    @Test(
        "are compressed beyond, and give the same bytes and tag, however they came and however well they compress",
        arguments: [1, 1000, 65_536, 3 << 20], [false, true])
    func long(pieceBytes: Int, isNoise: Bool) {
        var noise = SystemRandomNumberGenerator()
        let bytes = (0..<(3 << 20) / 2).map {
            isNoise ? UInt8.random(in: 0...255, using: &noise) : UInt8($0 / 999 % 256)
        }
        let pieces = stride(from: 0, to: bytes.count, by: pieceBytes).map {
            Array(bytes[$0..<min($0 + pieceBytes, bytes.count)])
        }
        guard case .compressed(let long) = body(pieces) else {
            Issue.record("not compressed")
            return
        }
        #expect(long.length == bytes.count && expanded(long) == bytes)
        #expect(long.tag == EntityTag.tag(of: ByteBuffer(bytes: bytes)))
        #expect(isNoise || long.bytes.readableBytes < bytes.count / 10)
    }

    @Test("that can't be given back end in nothing, not in other bytes")
    func damaged() throws {
        let bytes = Array(repeating: UInt8(ascii: "a"), count: 2 << 20)
        guard case .compressed(let long) = body([bytes]) else { return }
        var cut = long.bytes
        cut.moveWriterIndex(to: cut.writerIndex - 20)
        let stream = GunzipStream(cut)
        var length = 0
        while let piece = stream.next() {
            #expect(piece.readableBytes > 0)
            length += piece.readableBytes
        }
        #expect(length <= bytes.count)
    }
}
