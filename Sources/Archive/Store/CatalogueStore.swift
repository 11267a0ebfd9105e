import Latency

/// The rows that others refer to by number: sources, series, bucket layouts.
package protocol CatalogueStore {
    /// All of them, in any order.
    func sources() throws(ArchiveError) -> [StoredSource]
    /// The one of a name and a metric.
    func source(_ id: SourceID) throws(ArchiveError) -> StoredSource?
    /// The number of a row that is about to be added; inside a `write`.
    func nextNumber(in table: NumberedTable) throws(ArchiveError) -> Int

    /// Refuses a number that is taken, and a name and a metric that are.
    func add(_ source: StoredSource) throws(ArchiveError)
    /// Stores what may change of it: all but its number, its name and its metric.
    func update(_ source: StoredSource) throws(ArchiveError)
    /// Removes it and all rows of every kind that are of it.
    func removeSource(_ id: Int) throws(ArchiveError)

    /// Hands all series to `body`, those of every source, in any order.
    func series(_ body: (StoredSeries) -> Void) throws(ArchiveError)
    /// At least those of some sources; where damage to a row may be anybody's, all.
    func series(of sources: Set<Int>, _ body: (StoredSeries) -> Void) throws(ArchiveError)
    /// The number of the series of a model and of labels in their stored form.
    func series(of model: Name, labels: [UInt8], source: Int) throws(ArchiveError) -> Int?
    func add(_ series: [StoredSeries]) throws(ArchiveError)
    /// Removes its row alone.
    func removeSeries(_ id: Int, of source: Int) throws(ArchiveError)

    /// Hands all layouts to `body`, in any order. The bounds are gone when it returns.
    func layouts(_ body: (_ id: Int, _ bounds: UnsafeRawBufferPointer, _ checksum: Int) -> Void) throws(ArchiveError)
    /// The number of the layout of these bounds.
    func layout(_ bounds: [UInt8]) throws(ArchiveError) -> Int?
    func addLayout(_ id: Int, _ bounds: [UInt8], checksum: Int) throws(ArchiveError)
}

extension CatalogueStore {
    package func series(of sources: Set<Int>, _ body: (StoredSeries) -> Void) throws(ArchiveError) {
        try series(body)
    }
}

/// The kinds of rows whose numbers a store gives: from 1, each greater than all that are there.
package enum NumberedTable: String, CaseIterable, Sendable {
    case source, series, layout
    case told
    case unitChange = "unit_change"
    case mark, exclusion
}
