import Latency

/// The stored form of one window of one source: the `body` of a `hot` row.
///
///     row     = version, model*, checksum
///     version = one byte, 1
///     model   = series, length of rest, rest              `length` lets a reader skip models that it isn't asked for
///     rest    = flags, [sum], part*
///     flags   = one byte: bits 0 and 1 the quality (0 exact, 1 spanned, 2 reset, 3 partial), bit 2 set where the sum
///               of latencies is known and follows, the others 0
///     sum     = microseconds, zigzag: 0, -1, 1, -2, 2 as 0, 1, 2, 3, 4
///     part    = layout, n, n counts                       per bucket, not cumulative; the buckets above n have none
///     checksum = CRC-32 of everything before it (see `CRC32`), four bytes, little-endian
///
/// `series` and `layout` are ids of the tables of those names. All numbers but the bytes and the checksum are unsigned
/// LEB128 (see `ByteReader.number`). Models come in the order of their names and labels, parts in that of their layouts. A part
/// without requests has n = 0; a model without parts, which nothing stores today, has no layout and a sum of 0.
enum HotRow {
    static let version: UInt8 = 1
    static let sumIsKnown: UInt8 = 4

    /// The ids come from the archive, which makes those that it doesn't have yet.
    static func encode(
        _ models: [ModelWindow],
        series: (SeriesKey) throws(ArchiveError) -> Int,
        layout: (BucketLayout) throws(ArchiveError) -> Int
    ) throws(ArchiveError) -> [UInt8] {
        var row = ByteWriter()
        row.byte(version)
        for model in models {
            var rest = ByteWriter()
            let sum = model.histogram.sumMicroseconds
            rest.byte(model.quality.rawValue | (sum == nil ? 0 : sumIsKnown))
            if let sum { rest.zigzag(sum) }
            for part in model.histogram.parts {
                rest.number(try layout(part.layout))
                let used = (part.counts.lastIndex { $0 != 0 } ?? -1) + 1
                rest.number(used)
                for count in part.counts[..<used] { rest.number(count) }
            }
            row.number(try series(model.series))
            row.number(rest.bytes.count)
            row.append(rest)
        }
        row.checksum()
        return row.bytes
    }
}
