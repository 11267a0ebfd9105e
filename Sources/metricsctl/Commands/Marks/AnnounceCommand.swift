import Archive
import ArgumentParser
import Latency
import Questions
import Support

extension Announcement.Severity: ExpressibleByArgument {}

/// `metricsctl announce`
struct AnnounceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "announce",
        abstract: "Tell customers of incidents, maintenance and news, on the page for them and in its feeds.",
        subcommands: [AnnounceAdd.self, AnnounceUpdate.self, AnnounceList.self, AnnounceRemove.self])
}

/// `metricsctl announce add`
struct AnnounceAdd: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Announce something.",
        examples: [
            "metricsctl announce add 'Slow answers' --severity minor --models 'Llama*'",
            "metricsctl announce add 'New GPUs' --severity maintenance --from 2026-12-01T02:00:00+09:00 --to 2026-12-01T04:00:00+09:00",
        ])

    /// Longer ones fit into no feed.
    static let mostBytes = 20_000

    @Argument(help: ArgumentHelp("What it is, in a few words.", valueName: "title"))
    var title: String

    @Option(help: ArgumentHelp("What else is to be said; empty lines divide paragraphs.", valueName: "text"))
    var text: String?

    @Option(help: ArgumentHelp("info, maintenance, minor, major or critical. Default: info.", valueName: "severity"))
    var severity: Announcement.Severity = .info

    @Option(help: ArgumentHelp("When it begins. Default: now.", valueName: "time"))
    var from: String?

    @Option(help: ArgumentHelp("When it is over. Default: not known yet.", valueName: "time"))
    var to: String?

    @Option(
        help: ArgumentHelp(
            "The models that it is about, by the names that customers read, such as 'Llama*'.", valueName: "pattern"))
    var models: String?

    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var format: FormatOptions

    func validate() throws {
        try AnnouncementText.check(title, called: "the title", hasLines: false)
        if let text { try AnnouncementText.check(text, called: "--text", hasLines: true) }
    }

    func run(in context: Context) throws {
        let start = try TimeArgument.parse(from, of: "--from", in: context) ?? context.now()
        let end = try TimeArgument.parse(to, of: "--to", in: context)
        if let end, end <= start { throw ValidationError("--to must be later than --from") }
        let announcement = RecordedAnnouncement(
            Announcement(
                title: title, text: text, severity: severity, start: start, end: end,
                models: models.map { ShellPattern($0) }), createdAt: context.now(),
            createdBy: context.environment.userName())
        warn(of: announcement.announcement, in: context)
        let added = try context.archives.updating(at: try archive.path(in: context)).add(announcement)
        try Query<AnnouncementsQuestion>.show(
            AnnouncementsAnswer(added), by: format.renderer(in: context), in: context)
    }
}

extension AnnounceAdd {
    /// Whatever is wrong with a configuration, customers can be told.
    private func warn(of announcement: Announcement, in context: Context) {
        guard let pattern = announcement.models, let configuration = try? archive.configuration(in: context) else {
            return
        }
        KnownModels(shownBy: configuration.models).warn(ofPattern: pattern, in: context)
    }
}

/// `metricsctl announce update`
struct AnnounceUpdate: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "update", abstract: "Say what is new of an announcement, or that it is over.",
        examples: [
            "metricsctl announce update 4 'A second server is up.'", "metricsctl announce update 4 'Solved.' --over",
        ])

    @Argument(help: ArgumentHelp("Its number, as announce list has it.", valueName: "id"))
    var id: Int

    @Argument(help: ArgumentHelp("What is new.", valueName: "text"))
    var text: String

    @Option(help: ArgumentHelp("What it is from now on.", valueName: "severity"))
    var severity: Announcement.Severity?

    @Option(help: ArgumentHelp("When it is over.", valueName: "time"))
    var to: String?

    @Flag(help: "It is over now.")
    var over = false

    @OptionGroup var archive: ArchiveOptions

    func validate() throws {
        try AnnouncementText.check(text, called: "the text", hasLines: true)
        if over, to != nil { throw ValidationError("--over and --to cannot be combined") }
    }

    func run(in context: Context) throws {
        let end = over ? context.now() : try TimeArgument.parse(to, of: "--to", in: context)
        let update = AnnouncementUpdate(of: id, at: context.now(), text: text, severity: severity, end: end)
        let archive = try context.archives.updating(at: try archive.path(in: context))
        guard try archive.add(update, createdAt: context.now(), createdBy: context.environment.userName()) else {
            throw NoSuchRecord(kind: "announcement", id: id, place: AnnouncementText.place)
        }
    }
}

/// `metricsctl announce list`
struct AnnounceList: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List what was announced, by the configuration and by announce add.",
        examples: ["metricsctl announce list --json"])

    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var format: FormatOptions

    func run(in context: Context) throws {
        try Query<AnnouncementsQuestion>(QueryParameters(), archive, format).run(in: context)
    }
}

/// `metricsctl announce remove`
struct AnnounceRemove: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Take an announcement back, with all that was said of it.",
        examples: ["metricsctl announce remove 4"])

    @Argument(help: ArgumentHelp("Its number, as announce list has it.", valueName: "id"))
    var id: Int

    @OptionGroup var archive: ArchiveOptions

    func run(in context: Context) throws {
        let archive = try context.archives.updating(at: try archive.path(in: context))
        guard try archive.removeAnnouncement(id) else {
            throw NoSuchRecord(kind: "announcement", id: id, place: AnnouncementText.place)
        }
    }
}

/// What customers may be told.
private enum AnnouncementText {
    static let place: Hint =
        "metricsctl announce list has their numbers; those of the configuration have none and are changed there"

    static func check(_ text: String, called name: String, hasLines: Bool) throws(ValidationError) {
        if text.allSatisfy(\.isWhitespace) || text.utf8.count > AnnounceAdd.mostBytes {
            throw ValidationError("\(name) needs a text of at most \(AnnounceAdd.mostBytes) bytes")
        }
        let hasControls = text.unicodeScalars.contains {
            $0.properties.generalCategory == .control && !(hasLines && $0 == "\n")
        }
        if hasControls { throw ValidationError("\(name) must have no control characters") }
    }
}
