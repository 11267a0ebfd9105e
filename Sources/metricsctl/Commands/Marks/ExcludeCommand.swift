import Archive
import ArgumentParser
import Latency
import Questions
import Support

/// `metricsctl exclude`
struct ExcludeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exclude",
        abstract: "Have objectives and reports leave out a stretch of time, such as a maintenance.",
        subcommands: [ExcludeAdd.self, ExcludeList.self, ExcludeRemove.self])
}

/// `metricsctl exclude add`
struct ExcludeAdd: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Leave out a stretch of time, also of the past.",
        examples: [
            "metricsctl exclude add --from 2025-10-17T02:00:00+09:00 --to 2025-10-17T04:00:00+09:00 --reason 'driver upgrade'"
        ],
        discussion: """
            Every window that it overlaps is left out of objectives and reports, which say so. The counts stay as they are. \
            Who did so, and when, is written down.
            """)

    @Option(help: ArgumentHelp("Where it begins.", valueName: "time"))
    var from: String

    @Option(help: ArgumentHelp("Where it ends.", valueName: "time"))
    var to: String

    @Option(help: ArgumentHelp("Why.", valueName: "text"))
    var reason: String

    @Option(help: ArgumentHelp("The models that it is of, such as 'gpt-4*'; * is all.", valueName: "pattern"))
    var models: String = "*"

    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var format: FormatOptions

    func validate() throws {
        if !Mark.isText(reason) {
            throw ValidationError("--reason needs a text of at most \(Mark.mostTextBytes) bytes")
        }
    }

    func run(in context: Context) throws {
        guard let start = try TimeArgument.parse(from, of: "--from", in: context),
            let end = try TimeArgument.parse(to, of: "--to", in: context), start < end
        else { throw ValidationError("--to must be later than --from") }
        let exclusion = RecordedExclusion(
            Exclusion(from: start, to: end, models: ShellPattern(models), reason: reason), createdAt: context.now(),
            createdBy: context.environment.userName())
        let archive = try context.archives.updating(at: try archive.path(in: context))
        try KnownModels(in: archive).warn(ofPattern: exclusion.exclusion.models, in: context)
        let known = try archive.exclusions().value.first { $0.record.exclusion == exclusion.exclusion }
        if let known { context.output.note("note: exclusion \(known.id) says so already: nothing was added") }
        let added = try known ?? archive.add(exclusion)
        try Query<ExclusionsQuestion>.show(ExclusionsAnswer(added), by: format.renderer(in: context), in: context)
    }
}

/// `metricsctl exclude list`
struct ExcludeList: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List what is left out, by the configuration and by exclude add.",
        examples: ["metricsctl exclude list --json"])

    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var format: FormatOptions

    func run(in context: Context) throws {
        try Query<ExclusionsQuestion>(QueryParameters(), archive, format).run(in: context)
    }
}

/// `metricsctl exclude remove`
struct ExcludeRemove: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Count again what exclude add has left out.",
        examples: ["metricsctl exclude remove 2"])

    @Argument(help: ArgumentHelp("Its number, as exclude list has it.", valueName: "id"))
    var id: Int

    @OptionGroup var archive: ArchiveOptions

    func run(in context: Context) throws {
        let archive = try context.archives.updating(at: try archive.path(in: context))
        guard try archive.removeExclusion(id) else {
            throw NoSuchRecord(
                kind: "exclusion", id: id, place: "those of the configuration have no number and are removed there")
        }
    }
}
