import Support

/// Which series lie where in the body of a hot row, for stores that hand out a stretch of a body without reading the rest: who
/// asks for one of very many models reads 256 of them.
///
///     parts    = version, body, part*, checksum
///     version  = one byte, 1
///     body     = length, end           of the body that they are of: its bytes, and the last four of these
///     part     = length, check, series  256 neighbouring models, fewer in the last one: the bytes that they take, the CRC-32
///                                      of these, which series they are
///     series   = n, n stretches        see `NumberSet`
///     checksum = CRC-32 of everything before it (see `CRC32`) xor that of the row's place (see `Place`)
///
/// `end`, `check` and `checksum` are four bytes, little-endian; the other numbers are unsigned LEB128 (see
/// `ByteReader.number`). The first part begins behind the body's version, each next one behind the one before.
///
/// Whoever stores a body and knows nothing of parts leaves those of the body before: what is not of the body that is there, or
/// is damaged, is passed over, and the body read as a whole.
package struct HotParts {
    static let version: UInt8 = 1
    /// So many series a part has. A body of no more has no parts.
    package static let seriesAtOnce = 256

    private struct Part {
        let bytes: Range<Int>
        let check: UInt32
        /// Places in `stretches`.
        let series: Range<Int>
    }

    private let place: Place
    /// Of the body.
    private let length: Int
    private let end: [UInt8]
    private let parts: [Part]
    /// The series of all parts, those of each ascending: in one array, as there are thousands of parts in a day.
    private let stretches: [Range<Int>]

    /// Those of a body; nil for one of few series, and for one that can't be taken apart.
    package init?(of body: UnsafeRawBufferPointer, at place: Place) {
        guard let (parts, stretches) = try? Self.parts(of: body), parts.count > 1 else { return nil }
        (self.place, length, end) = (place, body.count, [UInt8](body.suffix(ByteWriter.checksumLength)))
        (self.parts, self.stretches) = (parts, stretches)
    }

    private static func parts(of body: UnsafeRawBufferPointer) throws(BodyError) -> ([Part], [Range<Int>]) {
        let end = body.count - ByteWriter.checksumLength
        guard end >= 1, body[0] == HotRow.version else { throw .malformed }
        var reader = ByteReader(UnsafeRawBufferPointer(rebasing: body[1..<end]))
        var (parts, stretches): ([Part], [Range<Int>]) = ([], [])
        var (series, first): ([Int], Int) = ([], 1)
        while reader.remaining > 0 {
            series.append(try reader.number())
            let length = try reader.number()
            _ = try reader.slice(length)
            guard series.count == seriesAtOnce || reader.remaining == 0 else { continue }
            let next = end - reader.remaining
            let check = CRC32.checksum(UnsafeRawBufferPointer(rebasing: body[first..<next]))
            let own = NumberSet(series).stretches
            let places = stretches.count..<stretches.count + own.count
            parts.append(Part(bytes: first..<next, check: check, series: places))
            stretches += own
            (series, first) = ([], next)
        }
        return (parts, stretches)
    }

    // MARK: The stored form

    package var encoded: [UInt8] {
        var writer = ByteWriter([Self.version])
        writer.number(length)
        end.withUnsafeBytes { writer.bytes($0) }
        for part in parts {
            writer.number(part.bytes.count)
            withUnsafeBytes(of: part.check.littleEndian) { writer.bytes($0) }
            writer.number(part.series.count)
            NumberSet.write(stretches[part.series], to: &writer)
        }
        writer.checksum()
        return place.marked(writer.bytes)
    }

    /// Nil for what is damaged, or of another body than one of so many bytes that ends so.
    package init?(
        _ bytes: UnsafeRawBufferPointer, at place: Place, bodyLength: Int, bodyEnd: UnsafeRawBufferPointer
    ) {
        guard let read = try? Self.read(bytes, place), read.length == bodyLength, read.end.elementsEqual(bodyEnd) else {
            return nil
        }
        (self.place, length, end) = (place, read.length, read.end)
        (parts, stretches) = (read.parts, read.stretches)
    }

    private static func read(
        _ bytes: UnsafeRawBufferPointer, _ place: Place
    ) throws(BodyError) -> (length: Int, end: [UInt8], parts: [Part], stretches: [Range<Int>]) {
        var reader = try ByteReader(checked: bytes, version: version, mark: place.mark)
        let length = try reader.number()
        let end = [UInt8](try reader.slice(ByteWriter.checksumLength).rest)
        var (parts, stretches, first): ([Part], [Range<Int>], Int) = ([], [], 1)
        while reader.remaining > 0 {
            let (next, isTooFar) = first.addingReportingOverflow(try reader.number())
            let check = try reader.slice(ByteWriter.checksumLength).rest.loadUnaligned(as: UInt32.self)
            let before = stretches.count
            try NumberSet.read(&reader, count: try reader.number(), into: &stretches)
            guard !isTooFar, next <= length else { throw .malformed }
            let series = before..<stretches.count
            parts.append(Part(bytes: first..<next, check: UInt32(littleEndian: check), series: series))
            first = next
        }
        return (length, end, parts, stretches)
    }

    // MARK: Some of them

    /// Where in the body the parts lie that have some of these series, ascending; those that touch as one.
    ///
    /// - Parameter series: ascending stretches.
    package func ranges(of series: [Range<Int>]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        for part in parts where NumberSet.intersects(stretches[part.series], series) {
            if let last = ranges.last, last.upperBound == part.bytes.lowerBound {
                ranges[ranges.count - 1] = last.lowerBound..<part.bytes.upperBound
            } else {
                ranges.append(part.bytes)
            }
        }
        return ranges
    }

    /// A body of the series that lie in these ranges alone; nil where the bytes are not those that were stored.
    package func body(of pieces: [(range: Range<Int>, bytes: UnsafeRawBufferPointer)]) -> [UInt8]? {
        var writer = ByteWriter([HotRow.version])
        for (range, bytes) in pieces {
            guard bytes.count == range.count else { return nil }
            for part in parts where range.contains(part.bytes.lowerBound) {
                let first = part.bytes.lowerBound - range.lowerBound
                let own = UnsafeRawBufferPointer(rebasing: bytes[first..<first + part.bytes.count])
                guard CRC32.checksum(own) == part.check else { return nil }
            }
            writer.bytes(bytes)
        }
        writer.checksum()
        return place.marked(writer.bytes)
    }
}
