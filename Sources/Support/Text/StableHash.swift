/// FNV-1a, 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/). Swift's own hashes differ from run to run.
package enum StableHash {
    /// Of texts with a zero byte between them.
    package static func of(_ texts: String...) -> UInt64 {
        texts.joined(separator: "\0").utf8.reduce(0xCBF2_9CE4_8422_2325) { hash, byte in
            (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
    }
}
