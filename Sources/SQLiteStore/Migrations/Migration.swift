import Archive

/// One step from a form of the archive to the next: SQL, and what SQL can't do. It runs in the transaction of all steps.
struct Migration: ExpressibleByStringLiteral, Sendable {
    private let sql: String
    private let work: @Sendable (Database) throws(ArchiveError) -> Void

    init(_ sql: String, then work: @escaping @Sendable (Database) throws(ArchiveError) -> Void) {
        self.sql = sql
        self.work = work
    }

    init(stringLiteral sql: String) {
        self.sql = sql
        work = { _ in }
    }

    func run(in database: Database) throws(ArchiveError) {
        try database.execute(sql)
        try work(database)
    }
}
