import NIOCore

/// The checksum of iSCSI and of Prometheus' streamed frames: CRC-32C, polynomial 0x82F63B78 (reflected). Of "123456789" it is
/// 0xE3069283.
enum CRC32C {
    static func checksum(_ bytes: ByteBuffer) -> UInt32 {
        var crc: UInt32 = 0xFFFF_FFFF
        bytes.withUnsafeReadableBytes { bytes in
            for byte in bytes { crc = crc >> 8 ^ table[Int(UInt8(truncatingIfNeeded: crc) ^ byte)] }
        }
        return ~crc
    }

    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 0 ? value >> 1 : value >> 1 ^ 0x82F6_3B78 }
    }
}
