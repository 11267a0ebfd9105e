import Archive
import Support

/// Opens archives in PostgreSQL: a location is a URL or a service.
package struct PostgresOpener: ArchiveOpener {
    package init() {}

    package func reading(at location: String) throws(ArchiveError) -> Archive {
        try Archive(readingDatabase: location)
    }

    package func updating(at location: String) throws(ArchiveError) -> Archive {
        try Archive(writingDatabase: location)
    }

    /// `archive migrate` makes the tables, and nobody else.
    package func creating(at location: String) throws(ArchiveError) -> Archive { try updating(at: location) }

    /// A name stays the same archive, whichever of its hosts answers.
    package func identity(of location: String) -> ArchiveIdentity? {
        ArchiveIdentity(0, StableHash.of(location))
    }

    package func remark(on archive: Archive) -> StoreRemark? { nil }

    /// libpq is not opened for being told of.
    package var libraries: [StoreLibrary] { [] }
}
