import Archive
import ArgumentParser
import PostgresStore
import Support

/// `metricsctl archive migrate`
struct MigrateCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Make the archive's tables in PostgreSQL, or bring them to this version.",
        examples: ["metricsctl archive migrate --db postgresql://metricsctl_owner@db/metrics"],
        discussion: """
            Run it as the tables' owner before the first `collect`, and after an upgrade: nothing else makes or changes tables. The \
            release before this one goes on beside it. A file is brought to this version by `collect` itself, and by this.
            """)

    @OptionGroup var archive: ArchiveOptions

    @Flag(help: "Say on stderr what was done.")
    var verbose = false

    func run(in context: Context) throws {
        let path = try archive.path(in: context)
        guard DatabaseName.isOne(path) else {
            _ = try context.archives.updating(at: path)
            return
        }
        let (old, new) = try PostgresStore.migrate(path)
        if verbose { context.output.note(old == new ? "version \(new) already" : "version \(old) is now \(new)") }
    }
}
