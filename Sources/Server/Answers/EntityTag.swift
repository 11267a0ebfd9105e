import NIOCore
import Support

/// Strong entity tags (RFC 9110, 8.8.3): equal where the bytes are equal, whichever server made them.
enum EntityTag {
    /// The length and a hash of bytes that come piece by piece.
    struct Hash {
        private(set) var length = 0
        private var hash = StableHash()

        mutating func add(_ bytes: UnsafeRawBufferPointer) {
            length += bytes.count
            hash.add(bytes)
        }

        var tag: String { "\"\(String(length, radix: 16))-\(String(hash.value, radix: 16))\"" }
    }

    static func tag(of body: ByteBuffer) -> String {
        var hash = Hash()
        body.withUnsafeReadableBytes { hash.add($0) }
        return hash.tag
    }

    /// Whether an `If-None-Match` names the tag. Weak ones count: proxies that compress make them of strong ones.
    static func matches(_ header: String, _ tag: String) -> Bool {
        header.split(separator: ",").contains { candidate in
            let isBlank = { (character: Character) in character == " " || character == "\t" }
            let start = candidate.drop(while: isBlank)
            guard let end = start.lastIndex(where: { !isBlank($0) }) else { return false }
            let trimmed = start[...end]
            return trimmed == "*" || trimmed == tag || trimmed == "W/" + tag
        }
    }
}
