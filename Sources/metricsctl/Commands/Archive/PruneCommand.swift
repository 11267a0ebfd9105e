import Archive
import ArgumentParser
import Questions

/// `metricsctl archive prune`
struct PruneCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune", abstract: "Delete data older than a given time.",
        examples: ["metricsctl archive prune --before 2024-01-01T00:00:00Z"],
        discussion: """
            Deletes the UTC days of all models that had ended by then, of all sources or of the one that is named, and \
            gives their space back. What they held is gone; a backup before keeps it.
            """)

    @Option(help: ArgumentHelp("Delete the days that had ended by then.", valueName: "time"))
    var before: String

    @OptionGroup var confirmation: Confirmation

    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var source: StoredSourceOptions

    func run(in context: Context) throws {
        guard let time = try TimeArgument.parse(before, of: "--before", in: context) else { return }
        let archive = try context.archives.updating(at: try archive.path(in: context))
        let sources = try source.parameters.sources(in: archive, now: context.now())
        let names = Confirmation.names(sources)
        try confirmation.ask("delete all of \(names) before \(context.text(time))", in: context)
        for source in sources { try archive.prune(source, before: time) }
    }
}
