import Latency

/// The rows of a source that have a body: hot windows, sealed days, and which rows there should be. What is put where a row
/// is takes its place.
///
/// A body comes with its place, whose mark its checksum has, and is gone when the closure returns. A scan comes in the order
/// of places, as far as nothing is damaged.
package protocol BodyStore {
    /// Hands the hot windows of a range to `body`, until it returns false.
    ///
    /// - Parameter series: those whose counts are wanted, as ascending stretches; nil for all. A store may leave others out of a
    ///   body: see `HotParts`.
    func hot(
        of source: Int, in windows: ClosedRange<Window>, series: [Range<Int>]?, newestFirst: Bool,
        _ body: (Place, UnsafeRawBufferPointer) throws(ArchiveError) -> Bool
    ) throws(ArchiveError)
    /// The hot windows of a range, without their bodies, oldest or newest first; at most `limit` of them.
    func hotWindows(
        of source: Int, in windows: ClosedRange<Window>, newestFirst: Bool, limit: Int?
    ) throws(ArchiveError) -> [Window]
    func putHot(_ rows: [(window: Window, body: [UInt8])], of source: Int) throws(ArchiveError)
    func deleteHot(of source: Int, in windows: ClosedRange<Window>) throws(ArchiveError)

    /// Hands the coverages of a range of days to `body`, until it returns false.
    func coverages(
        of source: Int, in days: ClosedRange<UTCDay>, newestFirst: Bool,
        _ body: (Place, UnsafeRawBufferPointer) throws(ArchiveError) -> Bool
    ) throws(ArchiveError)
    /// The days of a source that have a coverage, oldest first.
    func coveredDays(of source: Int) throws(ArchiveError) -> [UTCDay]
    func putCoverage(_ body: [UInt8], of day: UTCDay, _ source: Int) throws(ArchiveError)
    func deleteCoverages(of source: Int, in days: ClosedRange<UTCDay>) throws(ArchiveError)

    /// Hands the chunks that a source has of a day to `body`: those of the series in `series`, which are its own.
    func chunks(
        of source: Int, _ day: UTCDay, series: [Range<Int>],
        _ body: (Place, UnsafeRawBufferPointer) throws(ArchiveError) -> Void
    ) throws(ArchiveError)
    func putChunks(_ rows: [(series: Int, body: [UInt8])], of day: UTCDay, _ source: Int) throws(ArchiveError)
    /// Deletes those of a series, or of all of the source's, and of one range of days, or of all.
    func deleteChunks(of source: Int, series: Int?, in days: ClosedRange<UTCDay>?) throws(ArchiveError)
    /// The places of all chunks of a source, by day.
    func chunkPlaces(of source: Int) throws(ArchiveError) -> [Place]

    /// What a source should have.
    func inventory(of source: Int) throws(ArchiveError) -> [UInt8]?
    func putInventory(_ body: [UInt8], of source: Int) throws(ArchiveError)
    /// Of any source.
    var hasInventories: Bool { get throws(ArchiveError) }

    // MARK: Of all sources

    /// Hands the places of all rows of a table to `body`, in the order in which they lie.
    func places(in table: Place.Table, _ body: (Place) -> Void) throws(ArchiveError)
    /// The same of at least a source's rows; where rows may have come to lie elsewhere, of all.
    func places(in table: Place.Table, of source: Int, _ body: (Place) -> Void) throws(ArchiveError)
    /// Hands some chunks of all sources to `body`, from a key on, with the least keys first.
    func chunks(
        from key: Int, limit: Int, _ body: (Place, UnsafeRawBufferPointer) throws(ArchiveError) -> Void
    ) throws(ArchiveError)
    /// The days of the chunks with the least key and with the greatest.
    func outermostChunks() throws(ArchiveError) -> (first: UTCDay, last: UTCDay)?
}

extension BodyStore {
    /// The same of all series, byte for byte as it is stored.
    package func hot(
        of source: Int, in windows: ClosedRange<Window>, newestFirst: Bool,
        _ body: (Place, UnsafeRawBufferPointer) throws(ArchiveError) -> Bool
    ) throws(ArchiveError) {
        try hot(of: source, in: windows, series: nil, newestFirst: newestFirst, body)
    }

    package func places(in table: Place.Table, of source: Int, _ body: (Place) -> Void) throws(ArchiveError) {
        try places(in: table, body)
    }
}
