import Latency

/// The stored form of a bucket layout: its finite upper bounds as IEEE 754 doubles, eight bytes each, little-endian. The
/// same layout always gives the same bytes.
enum LayoutBounds {
    static func encode(_ layout: BucketLayout) -> [UInt8] {
        layout.upperBounds.flatMap { bound in
            let bits = bound.bitPattern
            return (0..<8).map { UInt8(truncatingIfNeeded: bits >> ($0 * 8)) }
        }
    }

    /// Nil for bytes that are no layout.
    static func decode(_ bytes: UnsafeRawBufferPointer) -> BucketLayout? {
        guard bytes.count.isMultiple(of: 8) else { return nil }
        let bounds = stride(from: 0, to: bytes.count, by: 8).map {
            Double(bitPattern: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt64.self)))
        }
        return BucketLayout(upperBounds: bounds)
    }
}
