import Archive
import CSQLite
import Glibc

/// Opens archives that are files of SQLite: a location is a path.
package struct SQLiteOpener: ArchiveOpener {
    package init() {}

    package func reading(at location: String) throws(ArchiveError) -> Archive { try Archive(readingAt: location) }

    package func updating(at location: String) throws(ArchiveError) -> Archive { try Archive(updatingAt: location) }

    package func creating(at location: String) throws(ArchiveError) -> Archive { try Archive(creatingAt: location) }

    /// The file's device and number.
    package func identity(of location: String) -> ArchiveIdentity? {
        var status = stat()
        guard stat(location, &status) == 0 else { return nil }
        return ArchiveIdentity(UInt64(status.st_dev), UInt64(status.st_ino))
    }

    package func remark(on archive: Archive) -> StoreRemark? {
        guard (try? archive.isInWALMode) == true else { return nil }
        return StoreRemark(
            "another program has put \(archive.path) into WAL mode",
            advice: """
                collecting goes on; the next run ends that mode once nobody has it open (fuser \(archive.path)); \
                metricsctl archive backup copies it without WAL
                """)
    }

    /// STRICT tables came with 3.37.
    package var libraries: [StoreLibrary] {
        let version = String(cString: sqlite3_libversion())
        let isOld = sqlite3_libversion_number() < 3_037_000
        return [
            StoreLibrary("SQLite", version: version, advice: isOld ? "upgrade libsqlite3 to 3.37 or newer" : nil)
        ]
    }
}
