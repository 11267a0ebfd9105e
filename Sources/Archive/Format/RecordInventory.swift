import Latency

/// Which records that are of no source an archive has, so that those that are gone are missed: the `body` of the `inventory`
/// row whose key is 0. An archive that never had any may have no such row.
///
///     records  = version, marks, exclusions, mark, exclusion, checksum
///     version  = one byte, 1
///     marks    = set                 the ids of its marks
///     exclusions = set               those of its exclusions
///     mark     = number              the greatest id that a mark ever had; 0 for none
///     exclusion = number             that of an exclusion
///     checksum = CRC-32 of everything before it (see `CRC32`) xor that of the row's place (see `Place`), four bytes,
///                little-endian
///
/// Sets and numbers are written as in `Inventory`.
struct RecordInventory: Equatable {
    static let version: UInt8 = 1
    static let place = Place(table: .inventory, key: 0)

    /// Those of one kind.
    struct Records: Equatable {
        var ids = NumberSet()
        /// The greatest that there ever was.
        var last = 0

        mutating func insert(_ id: Int) {
            ids.insert(id)
            last = max(last, id)
        }

        mutating func remove(_ id: Int) { ids.remove(id..<id + 1) }
    }

    var marks = Records()
    var exclusions = Records()

    init() {}

    /// With the mark of its place.
    init(_ bytes: UnsafeRawBufferPointer) throws(BodyError) {
        var reader = try ByteReader(checked: bytes, version: Self.version, mark: Self.place.mark)
        marks.ids = try NumberSet(&reader, stretches: try reader.number())
        exclusions.ids = try NumberSet(&reader, stretches: try reader.number())
        marks.last = try reader.number()
        exclusions.last = try reader.number()
        guard reader.remaining == 0, marks.last < .max, exclusions.last < .max else { throw .malformed }
    }

    /// With the mark of its place.
    var encoded: [UInt8] {
        var writer = ByteWriter([Self.version])
        for records in [marks, exclusions] {
            writer.number(records.ids.stretches.count)
            records.ids.write(to: &writer)
        }
        for records in [marks, exclusions] { writer.number(records.last) }
        writer.checksum()
        return Self.place.marked(writer.bytes)
    }
}
