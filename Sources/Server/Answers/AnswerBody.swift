import NIOCore

/// The bytes of an answer. Those of a long one are kept compressed, and given back as a client takes them: what is kept,
/// and what waits for slow clients, is then a tenth.
enum AnswerBody: Sendable {
    case plain(ByteBuffer)
    case compressed(Compressed)

    struct Compressed: Sendable {
        /// In gzip's format.
        let bytes: ByteBuffer
        /// How many bytes it is of.
        let length: Int
        /// The tag of those bytes.
        let tag: String
    }

    /// A longer one is compressed.
    static let longestPlain = 1 << 20

    /// How many bytes a client gets that takes no compression.
    var length: Int {
        switch self {
        case .plain(let bytes): bytes.readableBytes
        case .compressed(let body): body.length
        }
    }

    /// How many bytes it takes in memory.
    var memory: Int {
        switch self {
        case .plain(let bytes): bytes.readableBytes
        case .compressed(let body): body.bytes.readableBytes
        }
    }

    var tag: String {
        switch self {
        case .plain(let bytes): EntityTag.tag(of: bytes)
        case .compressed(let body): body.tag
        }
    }
}

/// Takes the text of an answer piece by piece, and compresses it once it is long.
struct BodyWriter {
    private var plain = ByteBuffer()
    private var compressor: GzipStream?
    private var hash = EntityTag.Hash()

    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        if let compressor {
            hash.add(bytes)
            return compressor.add(bytes)
        }
        plain.writeBytes(bytes)
        guard plain.readableBytes > AnswerBody.longestPlain else { return }
        let compressor = GzipStream()
        plain.withUnsafeReadableBytes {
            hash.add($0)
            compressor.add($0)
        }
        plain = ByteBuffer()
        self.compressor = compressor
    }

    mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
    }

    /// Nothing may be added any more.
    func finish() -> AnswerBody {
        guard let compressor else { return .plain(plain) }
        return .compressed(AnswerBody.Compressed(bytes: compressor.finish(), length: hash.length, tag: hash.tag))
    }
}
