@testable import Archive
@testable import SQLiteStore

extension Archive {
    /// The file, as SQL sees it.
    var database: Database {
        guard let store = store as? SQLiteStore else { preconditionFailure("not in a file") }
        return store.database
    }
}
