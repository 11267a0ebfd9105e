import Archive
import Latency

extension InterruptedStore {
    func sources() throws(ArchiveError) -> [StoredSource] {
        try verb { () throws(ArchiveError) in try inner.sources() }
    }

    func source(_ id: SourceID) throws(ArchiveError) -> StoredSource? {
        try verb { () throws(ArchiveError) in try inner.source(id) }
    }

    func nextNumber(in table: NumberedTable) throws(ArchiveError) -> Int {
        try verb { () throws(ArchiveError) in try inner.nextNumber(in: table) }
    }

    func add(_ source: StoredSource) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in try inner.add(source) }
    }

    func update(_ source: StoredSource) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in try inner.update(source) }
    }

    func removeSource(_ id: Int) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in try inner.removeSource(id) }
    }

    func series(_ body: (StoredSeries) -> Void) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in try inner.series(body) }
    }

    func series(of sources: Set<Int>, _ body: (StoredSeries) -> Void) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in try inner.series(of: sources, body) }
    }

    func series(of model: Name, labels: [UInt8], source: Int) throws(ArchiveError) -> Int? {
        try verb { () throws(ArchiveError) in try inner.series(of: model, labels: labels, source: source) }
    }

    func add(_ series: [StoredSeries]) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in try inner.add(series) }
    }

    func removeSeries(_ id: Int, of source: Int) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in try inner.removeSeries(id, of: source) }
    }

    func layouts(_ body: (_ id: Int, _ bounds: UnsafeRawBufferPointer, _ checksum: Int) -> Void) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in try inner.layouts(body) }
    }

    func layout(_ bounds: [UInt8]) throws(ArchiveError) -> Int? {
        try verb { () throws(ArchiveError) in try inner.layout(bounds) }
    }

    func addLayout(_ id: Int, _ bounds: [UInt8], checksum: Int) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in try inner.addLayout(id, bounds, checksum: checksum) }
    }
}

extension InterruptedStore {
    func hot(
        of source: Int, in windows: ClosedRange<Window>, series: [Range<Int>]?, newestFirst: Bool,
        _ body: (Place, UnsafeRawBufferPointer) throws(ArchiveError) -> Bool
    ) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in
            try inner.hot(of: source, in: windows, series: series, newestFirst: newestFirst, body)
        }
    }

    func hotWindows(of source: Int, in windows: ClosedRange<Window>, newestFirst: Bool, limit: Int?)
        throws(ArchiveError) -> [Window]
    {
        try verb { () throws(ArchiveError) in
            try inner.hotWindows(of: source, in: windows, newestFirst: newestFirst, limit: limit)
        }
    }

    func putHot(_ rows: [(window: Window, body: [UInt8])], of source: Int) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in try inner.putHot(rows, of: source) }
    }

    func deleteHot(of source: Int, in windows: ClosedRange<Window>) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in try inner.deleteHot(of: source, in: windows) }
    }

    func coverages(
        of source: Int, in days: ClosedRange<UTCDay>, newestFirst: Bool,
        _ body: (Place, UnsafeRawBufferPointer) throws(ArchiveError) -> Bool
    ) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in try inner.coverages(of: source, in: days, newestFirst: newestFirst, body)
        }
    }

    func coveredDays(of source: Int) throws(ArchiveError) -> [UTCDay] {
        try verb { () throws(ArchiveError) in try inner.coveredDays(of: source) }
    }

    func putCoverage(_ body: [UInt8], of day: UTCDay, _ source: Int) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in try inner.putCoverage(body, of: day, source) }
    }

    func deleteCoverages(of source: Int, in days: ClosedRange<UTCDay>) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in try inner.deleteCoverages(of: source, in: days) }
    }

    func chunks(
        of source: Int, _ day: UTCDay, series: [Range<Int>],
        _ body: (Place, UnsafeRawBufferPointer) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in try inner.chunks(of: source, day, series: series, body) }
    }

    func putChunks(_ rows: [(series: Int, body: [UInt8])], of day: UTCDay, _ source: Int) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in try inner.putChunks(rows, of: day, source) }
    }

    func deleteChunks(of source: Int, series: Int?, in days: ClosedRange<UTCDay>?) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in try inner.deleteChunks(of: source, series: series, in: days) }
    }

    func chunkPlaces(of source: Int) throws(ArchiveError) -> [Place] {
        try verb { () throws(ArchiveError) in try inner.chunkPlaces(of: source) }
    }

    func inventory(of source: Int) throws(ArchiveError) -> [UInt8]? {
        try verb { () throws(ArchiveError) in try inner.inventory(of: source) }
    }

    func putInventory(_ body: [UInt8], of source: Int) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in try inner.putInventory(body, of: source) }
    }

    func places(in table: Place.Table, of source: Int, _ body: (Place) -> Void) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in try inner.places(in: table, of: source, body) }
    }

    func places(in table: Place.Table, _ body: (Place) -> Void) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in try inner.places(in: table, body) }
    }

    func chunks(from key: Int, limit: Int, _ body: (Place, UnsafeRawBufferPointer) throws(ArchiveError) -> Void)
        throws(ArchiveError)
    {
        try verb { () throws(ArchiveError) in try inner.chunks(from: key, limit: limit, body) }
    }

    func outermostChunks() throws(ArchiveError) -> (first: UTCDay, last: UTCDay)? {
        try verb { () throws(ArchiveError) in try inner.outermostChunks() }
    }
}

extension InterruptedStore {
    func runs(of source: Int, _ query: RunQuery, _ body: (StoredRun) -> Bool) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in try inner.runs(of: source, query, body) }
    }

    func finish(ofRun id: Int, of source: Int) throws(ArchiveError) -> Int? {
        try verb { () throws(ArchiveError) in try inner.finish(ofRun: id, of: source) }
    }

    func add(_ run: StoredRun) throws(ArchiveError) -> Bool {
        try verb { () throws(ArchiveError) in try inner.add(run) }
    }

    func deleteRuns(of source: Int, succeeded: Bool, finishedBefore time: Int, limit: Int) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in
            try inner.deleteRuns(of: source, succeeded: succeeded, finishedBefore: time, limit: limit)
        }
    }

    func runsSinceSuccess(of source: Int) throws(ArchiveError) -> Int {
        try verb { () throws(ArchiveError) in try inner.runsSinceSuccess(of: source) }
    }

    func told(of source: Int?, to target: String?, _ body: (StoredTold) -> Void) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in try inner.told(of: source, to: target, body) }
    }

    func add(_ told: StoredTold) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in try inner.add(told) }
    }

    func deleteTold(of source: Int, to target: String, subject: String, model: Name?) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in
            try inner.deleteTold(of: source, to: target, subject: subject, model: model)
        }
    }

    func deleteTold(of source: Int, model: Name) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in try inner.deleteTold(of: source, model: model) }
    }

    func unitChanges(of source: Int, _ body: (StoredUnitChange) -> Void) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in try inner.unitChanges(of: source, body) }
    }

    func add(_ change: StoredUnitChange) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in try inner.add(change) }
    }

    func refusedWindows(of source: Int) throws(ArchiveError) -> [Window] {
        try verb { () throws(ArchiveError) in try inner.refusedWindows(of: source) }
    }

    func changeRefused(of source: Int, add: [Window], remove: [Window]) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in try inner.changeRefused(of: source, add: add, remove: remove) }
    }
}

extension InterruptedStore {
    func marks(_ body: (StoredMark) -> Void) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in try inner.marks(body) }
    }

    func mark(_ key: String) throws(ArchiveError) -> StoredMark? {
        try verb { () throws(ArchiveError) in try inner.mark(key) }
    }

    func add(_ mark: StoredMark) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in try inner.add(mark) }
    }

    func removeMark(_ id: Int) throws(ArchiveError) -> Bool {
        try verb { () throws(ArchiveError) in try inner.removeMark(id) }
    }

    func exclusions(_ body: (StoredExclusion) -> Void) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in try inner.exclusions(body) }
    }

    func exclusion(_ key: String) throws(ArchiveError) -> Int? {
        try verb { () throws(ArchiveError) in try inner.exclusion(key) }
    }

    func add(_ exclusion: StoredExclusion) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in try inner.add(exclusion) }
    }

    func removeExclusion(_ id: Int) throws(ArchiveError) -> Bool {
        try verb { () throws(ArchiveError) in try inner.removeExclusion(id) }
    }

    func recordInventory() throws(ArchiveError) -> [UInt8]? {
        try verb { () throws(ArchiveError) in try inner.recordInventory() }
    }

    func putRecordInventory(_ body: [UInt8]) throws(ArchiveError) {
        try verb { () throws(ArchiveError) in try inner.putRecordInventory(body) }
    }
}
