import CChecksum

/// The checksum of Ethernet, zip and PNG: CRC-32/ISO-HDLC, polynomial 0xEDB88320 (reflected). Of "123456789" it is
/// 0xCBF43926.
enum CRC32 {
    static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        tables.withUnsafeBufferPointer { table in
            var crc: UInt32 = 0xFFFF_FFFF
            var position = bytes.baseAddress.map { cchecksum_crc32($0, bytes.count, &crc) } ?? 0
            // What is left, or all of it on other processors. Eight bytes at a time, each through the table of its distance from the end ("slicing by 8").
            while position + 8 <= bytes.count {
                let low = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self)) ^ crc
                let high = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: position + 4, as: UInt32.self))
                crc = lookUp(table, 7, low) ^ lookUp(table, 6, low >> 8) ^ lookUp(table, 5, low >> 16)
                crc ^= lookUp(table, 4, low >> 24) ^ lookUp(table, 3, high) ^ lookUp(table, 2, high >> 8)
                crc ^= lookUp(table, 1, high >> 16) ^ lookUp(table, 0, high >> 24)
                position += 8
            }
            while position < bytes.count {
                crc = crc >> 8 ^ lookUp(table, 0, crc ^ UInt32(bytes[position]))
                position += 1
            }
            return ~crc
        }
    }

    @inline(__always)
    private static func lookUp(_ table: UnsafeBufferPointer<UInt32>, _ distance: Int, _ value: UInt32) -> UInt32 {
        table[distance << 8 | Int(value & 0xff)]
    }

    /// Eight tables of 256: the first is the classic one, each next one carries a byte further by one byte.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            var value = UInt32(byte)
            for _ in 0..<8 { value = value & 1 == 0 ? value >> 1 : value >> 1 ^ 0xEDB8_8320 }
            tables[byte] = value
        }
        for index in 256..<tables.count {
            let shorter = tables[index - 256]
            tables[index] = shorter >> 8 ^ tables[Int(shorter & 0xff)]
        }
        return tables
    }()
}
