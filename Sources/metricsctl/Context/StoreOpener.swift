import Archive
import PostgresStore
import SQLiteStore
import Support

/// Opens archives where their names say that they are: in PostgreSQL or in a file.
struct StoreOpener: ArchiveOpener {
    private let files = SQLiteOpener()
    private let databases = PostgresOpener()

    private func opener(of location: String) -> any ArchiveOpener {
        DatabaseName.isOne(location) ? databases : files
    }

    func reading(at location: String) throws(ArchiveError) -> Archive {
        try opener(of: location).reading(at: location)
    }

    func updating(at location: String) throws(ArchiveError) -> Archive {
        try opener(of: location).updating(at: location)
    }

    func creating(at location: String) throws(ArchiveError) -> Archive {
        try opener(of: location).creating(at: location)
    }

    func identity(of location: String) -> ArchiveIdentity? { opener(of: location).identity(of: location) }

    func remark(on archive: Archive) -> StoreRemark? { opener(of: archive.path).remark(on: archive) }

    var libraries: [StoreLibrary] { files.libraries + databases.libraries }
}
