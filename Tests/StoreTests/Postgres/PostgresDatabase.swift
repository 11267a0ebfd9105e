import Archive
import Glibc
import PostgresStore
import Synchronization
import TestSupport

/// A database on the server of this test run. Databases are made seldom and used again and again: emptied, and filled with
/// what another has.
final class PostgresDatabase: StorePlace {
    private let server: PostgresServer
    let name: String

    private struct Pool {
        var made = 0
        var idle: [String] = []
    }

    private static let pool = Mutex(Pool())
    /// Has the tables, and nobody's rows.
    private static let template = Result {
        let server = try PostgresServer.ofRun.get()
        try server.run("CREATE DATABASE template_archive")
        _ = try PostgresStore.migrate(server.url("template_archive"))
    }

    convenience init() throws { try self.init(filledFrom: "template_archive") }

    private init(filledFrom other: String) throws {
        server = try PostgresServer.ofRun.get()
        try Self.template.get()
        let (idle, number) = Self.pool.withLock { pool in
            let idle = pool.idle.popLast()
            if idle == nil { pool.made += 1 }
            return (idle, pool.made)
        }
        name = idle ?? "archive_\(number)"
        // The template is nobody's: it can be copied as a whole.
        if idle == nil { try server.run("CREATE DATABASE \(name) TEMPLATE template_archive") }
        guard idle != nil || other != "template_archive" else { return }
        let tables = Self.tables
        let file = "\(server.folder)/\(name)"
        try server.run(tables.map { "COPY metricsctl.\($0) TO '\(file).\($0)'" }.joined(separator: ";\n"), in: other)
        let fill = tables.map { "DELETE FROM metricsctl.\($0);\nCOPY metricsctl.\($0) FROM '\(file).\($0)'" }
        // Whatever refers to whatever.
        try server.run(
            "SET session_replication_role = replica;\nBEGIN;\n" + fill.joined(separator: ";\n") + ";\nCOMMIT", in: name)
    }

    deinit { Self.pool.withLock { $0.idle.append(name) } }

    private static let tables = [
        "archive", "state", "numbered", "source", "series", "layout", "hot", "coverage", "chunk", "inventory", "run",
        "told", "unit_change", "refused", "mark", "exclusion", "lease",
    ]

    var url: String { server.url(name) }

    func open() throws -> any ArchiveStore { try PostgresStore.open(url, for: .writing) }

    func copy() throws -> any StorePlace { try another() }

    func another() throws -> PostgresDatabase { try PostgresDatabase(filledFrom: name) }
}
