import Archive
import ArgumentParser
import Latency
import Questions
import Support

/// `metricsctl mark`
struct MarkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mark", abstract: "Write down moments that explain what comes after them, such as deployments.",
        subcommands: [MarkAdd.self, MarkList.self, MarkRemove.self])
}

/// `metricsctl mark add`
struct MarkAdd: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Write down a moment.",
        examples: ["metricsctl mark add 'vLLM 0.11' --model gpt-4", "metricsctl mark add 'new driver' --at 2025-10-17"])

    @Argument(help: ArgumentHelp("What happened.", valueName: "text"))
    var text: String

    @Option(help: ArgumentHelp("When it happened. Default: now.", valueName: "time"))
    var at: String?

    @Option(help: ArgumentHelp("The model that it is of. Default: all.", valueName: "name"))
    var model: Name?

    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var format: FormatOptions

    func validate() throws {
        if !Mark.isText(text) {
            throw ValidationError("a mark needs a text of at most \(Mark.mostTextBytes) bytes")
        }
    }

    func run(in context: Context) throws {
        let at = try TimeArgument.parse(at, of: "--at", in: context) ?? context.now()
        let mark = Mark(
            at: at, text: text, model: model, kind: .manual, createdAt: context.now(),
            createdBy: context.environment.userName())
        let archive = try context.archives.updating(at: try archive.path(in: context))
        if let model { try KnownModels(in: archive).warn(ofModel: model, in: context) }
        let known = try archive.marks().value.first { $0.record.says(as: mark) }
        if let known { context.output.note("note: mark \(known.id) says so already: nothing was added") }
        let added = try known ?? archive.add(mark)
        try Query<MarksQuestion>.show(MarksAnswer(added), by: format.renderer(in: context), in: context)
    }
}

/// `metricsctl mark list`
struct MarkList: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the marks.", examples: ["metricsctl mark list --json"])

    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var format: FormatOptions

    func run(in context: Context) throws {
        try Query<MarksQuestion>(QueryParameters(), archive, format).run(in: context)
    }
}

/// `metricsctl mark remove`
struct MarkRemove: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Remove a mark.", examples: ["metricsctl mark remove 3"])

    @Argument(help: ArgumentHelp("Its number, as mark list has it.", valueName: "id"))
    var id: Int

    @OptionGroup var archive: ArchiveOptions

    func run(in context: Context) throws {
        let archive = try context.archives.updating(at: try archive.path(in: context))
        guard try archive.removeMark(id) else { throw NoSuchRecord(kind: "mark", id: id) }
    }
}

/// There is nothing to remove.
struct NoSuchRecord: ExplainedError {
    let kind: String
    let id: Int
    /// Why there is none, where that is known.
    var place: Hint?

    var message: String { "there is no \(kind) \(id)" }
    var hint: Hint? { place ?? Hint("metricsctl \(kind == "mark" ? "mark" : "exclude") list has their numbers") }
}
