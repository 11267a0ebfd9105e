import Archive
import ArgumentParser
import SQLiteStore
import Support

/// `metricsctl archive backup`
struct BackupCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy the archive to a new file while it is in use.",
        examples: ["metricsctl archive backup /backups/metrics-$(date +%F).db"],
        discussion: """
            The copy is the archive of one instant, also while `collect` and `serve` run. It is written as FILE.NUMBER.partial and \
            gets its name when it is whole and on the disk. Of an archive in PostgreSQL it is a file that holds the same: `archive \
            import` brings it back. Says nothing when all went well.
            """)

    @OptionGroup var archive: ArchiveOptions

    @Argument(help: ArgumentHelp("The new file; one that exists is not overwritten.", valueName: "file"))
    var file: String

    @OptionGroup var silence: QuietOption

    func validate() throws {
        if file.isEmpty { throw ValidationError("the backup needs the name of a file") }
    }

    func run(in context: Context) throws {
        silence.begin(in: context)
        let path = try archive.path(in: context)
        let progress = ProgressLine(of: DatabaseName.isOne(path) ? "days" : "pages", in: context)
        defer { progress.end() }
        if DatabaseName.isOne(path) {
            try Backup.copy(of: context.archives.reading(at: path), to: file, progress: progress.show)
        } else {
            try Backup.copy(archiveAt: path, to: file, progress: progress.show)
        }
    }
}
