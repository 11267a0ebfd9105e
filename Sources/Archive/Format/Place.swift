/// Where a body is stored, which its checksum covers, so that one that damage has moved to another row is told from one that
/// belongs there: the checksum is the CRC-32 of the bytes, xor that of the place.
///
///     place = table, key    one byte: 1 hot, 2 chunk, 3 coverage, 4 inventory; the row's key in eight bytes, little-endian
package struct Place: Hashable, Sendable {
    package enum Table: UInt8, CaseIterable, Sendable {
        case hot = 1
        case chunk, coverage, inventory

        package var name: String {
            switch self {
            case .hot: "hot"
            case .chunk: "chunk"
            case .coverage: "coverage"
            case .inventory: "inventory"
            }
        }
    }

    package let table: Table
    package let key: Int

    package init(table: Table, key: Int) { (self.table, self.key) = (table, key) }

    /// Of a hot row and of a coverage.
    var source: Int { key >> DayKey.sourceShift }

    /// What the place adds to a checksum.
    package var mark: UInt32 {
        withUnsafeTemporaryAllocation(byteCount: 9, alignment: 8) { bytes in
            bytes[0] = table.rawValue
            bytes.storeBytes(of: UInt64(bitPattern: Int64(key)).littleEndian, toByteOffset: 1, as: UInt64.self)
            return CRC32.checksum(UnsafeRawBufferPointer(bytes))
        }
    }

    /// A body with the checksum of its bytes alone as one of this place, and the other way round.
    package func marked(_ body: [UInt8]) -> [UInt8] {
        guard body.count >= ByteWriter.checksumLength else { return body }
        var body = body
        for (index, place) in (body.count - ByteWriter.checksumLength..<body.count).enumerated() {
            body[place] ^= UInt8(truncatingIfNeeded: mark >> (8 * UInt32(index)))
        }
        return body
    }
}
