import Archive
import CPostgres
import Support

/// Archives in PostgreSQL.
extension Archive {
    /// Opens an archive to query it, on any host of the name that answers. Its tables must be there: `archive migrate` makes
    /// them. Throws `ArchiveError.missing` where they are not.
    package convenience init(readingDatabase name: String) throws(ArchiveError) {
        self.init(store: try PostgresStore.open(name, for: .reading))
    }

    /// Opens an archive to collect into it or to change it, on the host that is no replica.
    package convenience init(writingDatabase name: String) throws(ArchiveError) {
        self.init(store: try PostgresStore.open(name, for: .writing))
    }
}

extension PostgresStore {
    /// Asks the server, so that whatever is in the way is told at once.
    package static func open(_ name: String, for purpose: Connection.Purpose) throws(ArchiveError) -> PostgresStore {
        let store = try unopened(name, for: purpose)
        if case .reading = purpose { try store.recallFirst() } else { try store.recall(.sources) }
        return store
    }

    private static func unopened(_ name: String, for purpose: Connection.Purpose) throws(ArchiveError) -> PostgresStore
    {
        // It is not repeated.
        guard !DatabaseName.hasPassword(name) else { throw .passwordInURL }
        if let reason = cpostgres_open() { throw .libraryMissing(reason: String(cString: reason)) }
        return PostgresStore(name: name, purpose: purpose)
    }

    /// Makes the tables, or brings them to this program's version, as their owner: the only one who does. Several may do so
    /// at once.
    ///
    /// - Returns: how many migrations the database had gone through before, and has now.
    package static func migrate(_ name: String) throws(ArchiveError) -> (from: Int, to: Int) {
        try Migrator.migrate(unopened(name, for: .writing))
    }

    /// Does something while libpq opens, which takes as long as all else that comes before a first question.
    package static func whileOpening<T>(_ body: () -> T) -> T {
        // An exit must not come upon it half open.
        Threads.beside({ _ = cpostgres_open() }, body)
    }

    /// Of libpq: `15.18`.
    package static var libraryVersion: String? {
        guard cpostgres_open() == nil else { return nil }
        let version = cpostgres_library_version()
        return "\(version / 10_000).\(version % 10_000)"
    }
}
