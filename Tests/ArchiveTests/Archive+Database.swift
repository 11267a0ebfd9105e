@testable import Archive
@testable import SQLiteStore

extension Archive {
    /// The file, as SQL sees it.
    var database: Database {
        guard let store = store as? SQLiteStore else { preconditionFailure("not in a file") }
        return store.database
    }
}

extension Archive {
    /// What is stored at a place, with the checksum of the bytes alone; nil where nothing is.
    func body(at place: Place) throws(ArchiveError) -> [UInt8]? {
        try database.first("SELECT body FROM \(place.table.inFile) WHERE key = ?1", [place.key]) { row in
            row.withBlob(0) { place.marked([UInt8]($0)) }
        }
    }

    /// Stores a body that has the checksum of its bytes alone.
    func write(_ bytes: [UInt8], at place: Place) throws(ArchiveError) {
        try database.run(
            "INSERT OR REPLACE INTO \(place.table.inFile)(key, body) VALUES(?1, ?2)", place.key, place.marked(bytes))
    }
}
