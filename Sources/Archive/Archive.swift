import CSQLite
import Latency

/// The SQLite file that keeps what was collected, for years.
///
/// For one task at a time; two processes, or two instances, may use one file.
package final class Archive {
    let database: Database
    var catalogue = Catalogue()
    /// What the catalogue was read from: `dataVersion` at that time.
    private var catalogueVersions: [Int: Int] = [:]
    /// Which of its rows a source lacked when its catalogue was read, and which lay elsewhere.
    private(set) var missing: [Int: Misplaced] = [:]
    /// What the transaction at hand has changed of what sources should have.
    var changedInventories: [Int: Inventory] = [:]
    /// What the read at hand has left out so far; nil where none is. See `read`.
    var found: Damages?

    /// Opens an archive to collect into it; makes or migrates the file where needed, but not its directory.
    package convenience init(creatingAt path: String) throws(ArchiveError) {
        try self.init(creatingAt: path, busyMilliseconds: Self.busyMilliseconds)
    }

    /// Opens an archive to query it; the file is left as it is, and may be read-only. Without a file, or with an empty
    /// one, throws `ArchiveError.missing`.
    package convenience init(readingAt path: String) throws(ArchiveError) {
        try self.init(readingAt: path, busyMilliseconds: Self.busyMilliseconds)
    }

    /// Opens an archive to change what is in it; migrates the file where needed, but without one throws
    /// `ArchiveError.missing`.
    package convenience init(updatingAt path: String) throws(ArchiveError) {
        do {
            _ = try Archive(readingAt: path)
        } catch .olderVersion {}
        try self.init(creatingAt: path)
    }

    init(creatingAt path: String, busyMilliseconds: Int) throws(ArchiveError) {
        database = try ArchiveFile.openForWriting(path, busyMilliseconds: busyMilliseconds)
    }

    init(readingAt path: String, busyMilliseconds: Int) throws(ArchiveError) {
        database = try ArchiveFile.openForReading(path, busyMilliseconds: busyMilliseconds)
    }

    /// The file, as it was named.
    package var path: String { database.path }

    /// Of the SQLite library: `3.40.1`.
    package static var engineVersion: String { String(cString: sqlite3_libversion()) }

    /// A number that changes when somebody else has committed to the file, and only then: cheap enough to ask before
    /// every answer whether an earlier one still holds.
    package var dataVersion: Int {
        get throws(ArchiveError) { try database.integer("PRAGMA data_version") }
    }

    /// Whether another program, as a replicator or a database browser, has put the file into WAL mode. Collecting goes on,
    /// and ends that as soon as nobody else has the file open.
    package var isInWALMode: Bool {
        get throws(ArchiveError) { try database.isInWALMode }
    }

    /// Has the catalogue know all that a source's rows may refer to in the snapshot or transaction that this is called in.
    func refreshCatalogue(of source: Source) throws(ArchiveError) {
        let version = try dataVersion
        if catalogue.models(of: source.id) == nil || catalogueVersions[source.id] != version {
            try catalogue.load(source: source.id, from: database)
            missing[source.id] = try misplaced(of: source)
            catalogueVersions[source.id] = version
        }
        for damage in brokenParts(of: source) { report(damage) }
    }

    /// Runs `body` as one transaction. Ids that it made and that were rolled back are forgotten.
    func transaction(_ body: () throws(ArchiveError) -> Void) throws(ArchiveError) {
        defer { changedInventories = [:] }
        do {
            try database.transaction { () throws(ArchiveError) in
                try body()
                try writeInventories()
            }
            // What was missed may be back.
            catalogueVersions = [:]
        } catch {
            catalogue = Catalogue()
            throw error
        }
    }

    /// How long to wait for others: a commit takes milliseconds, a stuck disk longer.
    static let busyMilliseconds = 10_000
}
