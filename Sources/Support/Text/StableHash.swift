/// FNV-1a, 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/), of bytes that come piece by piece. Swift's own hashes differ
/// from run to run.
package struct StableHash {
    package private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    package init() {}

    package mutating func add(_ bytes: UnsafeRawBufferPointer) {
        var hash = value
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        value = hash
    }

    /// Of texts with a zero byte between them.
    package static func of(_ texts: String...) -> UInt64 {
        var hash = StableHash()
        Array(texts.joined(separator: "\0").utf8).withUnsafeBytes { hash.add($0) }
        return hash.value
    }
}
