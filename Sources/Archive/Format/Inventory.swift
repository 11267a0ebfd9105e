import Latency

/// Which rows a source has, so that those that are gone are missed: the `body` of an `inventory` row, whose key is the
/// source's number.
///
///     inventory = version, windows, days, series, changes, run, success, checksum
///     version   = one byte, 1
///     windows   = set                the windows that are hot, by their ends in units of 300 s
///     days      = set                the days that are sealed, counted from 1970-01-01
///     series    = set                the ids of its models
///     changes   = set                the ids of its unit changes
///     set       = n, n stretches     see `NumberSet`
///     run       = number             the id of the run that was written last; 0 for none
///     success   = number             that of the last one that succeeded
///     checksum  = CRC-32 of everything before it (see `CRC32`) xor that of the row's place (see `Place`), four bytes,
///                 little-endian
///
/// All numbers are unsigned LEB128 (see `ByteReader.number`).
package struct Inventory: Equatable {
    static let version: UInt8 = 1

    var windows = NumberSet()
    var days = NumberSet()
    var series = NumberSet()
    var unitChanges = NumberSet()
    var lastRun = 0
    var lastSuccess = 0

    init() {}

    /// `mark` is that of the row's place.
    init(_ bytes: UnsafeRawBufferPointer, mark: UInt32 = 0) throws(BodyError) {
        var reader = try ByteReader(checked: bytes, version: Inventory.version, mark: mark)
        let keys = HotKey.last + 1
        windows = try NumberSet(&reader, stretches: try reader.number(), below: keys)
        days = try NumberSet(&reader, stretches: try reader.number(), below: keys)
        series = try NumberSet(&reader, stretches: try reader.number())
        unitChanges = try NumberSet(&reader, stretches: try reader.number())
        lastRun = try reader.number()
        lastSuccess = try reader.number()
        guard reader.remaining == 0 else { throw .malformed }
    }

    var encoded: [UInt8] {
        var writer = ByteWriter([Inventory.version])
        for set in [windows, days, series, unitChanges] {
            writer.number(set.stretches.count)
            set.write(to: &writer)
        }
        writer.number(lastRun)
        writer.number(lastSuccess)
        writer.checksum()
        return writer.bytes
    }

    /// The stored form of these, with the checksum of its bytes alone.
    package static func body(
        windows: [Int], days: [Int], series: [Int], unitChanges: [Int], lastRun: Int, lastSuccess: Int
    ) -> [UInt8] {
        var inventory = Inventory()
        (inventory.windows, inventory.days) = (NumberSet(windows), NumberSet(days))
        (inventory.series, inventory.unitChanges) = (NumberSet(series), NumberSet(unitChanges))
        (inventory.lastRun, inventory.lastSuccess) = (lastRun, lastSuccess)
        return inventory.encoded
    }
}
