import NIOCore

/// Strong entity tags (RFC 9110, 8.8.3): equal where the bytes are equal, whichever server made them.
enum EntityTag {
    /// The length and the 64 bits of FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/).
    static func tag(of body: ByteBuffer) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in body.readableBytesView {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        }
        return "\"\(String(body.readableBytes, radix: 16))-\(String(hash, radix: 16))\""
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
