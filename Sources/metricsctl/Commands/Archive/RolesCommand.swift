import ArgumentParser
import PostgresStore

/// `metricsctl archive roles`
struct RolesCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "roles", abstract: "Print the SQL that makes the archive's three roles in PostgreSQL.",
        examples: ["metricsctl archive roles | psql postgresql://postgres@db/metrics"],
        discussion: """
            Run it in the archive's database as one who may create roles, before `archive migrate`. The owner makes tables; the writer \
            is for `collect`, and makes none; the reader is for `serve` and questions. It gives no passwords: psql's \\password does.
            """)

    func run(in context: Context) throws { try context.output.data(PostgresRoles.sql) }
}
