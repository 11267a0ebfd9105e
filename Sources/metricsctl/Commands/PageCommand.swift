import Archive
import ArgumentParser
import Questions
import Rendering
import Server
import Support

/// `metricsctl page`
struct PageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "page", abstract: "Write the page for customers as files.", subcommands: [PageExport.self])
}

/// `metricsctl page export`
struct PageExport: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the page for customers as files for any web server.",
        examples: ["metricsctl page export /var/www/status"],
        discussion: """
            What serve --public answers, at the same paths: pages in every language, badges, charts, feeds and public.json. \
            All links are relative. The folder is replaced as a whole: whoever reads it meanwhile sees the old page or the \
            new one. A folder that holds anything else is refused.
            """)

    @Argument(help: ArgumentHelp("The folder; made where it is not there.", valueName: "folder"))
    var folder: String

    @OptionGroup var archive: ArchiveOptions

    @Option(help: ArgumentHelp("Show it as of that moment, such as 2025-10-17T14:30:00+09:00.", valueName: "time"))
    var at: String?

    func validate() throws { if folder.isEmpty { throw ValidationError("page export needs a folder") } }

    func run(in context: Context) throws {
        let configuration = try archive.configuration(in: context)
        let page = try PublicPageSettings.page(of: configuration, in: context)
        let now = try TimeArgument.parse(at, of: "--at", in: context) ?? context.now()
        let question = PublicQuestion(
            page.models,
            in: QuestionContext(configuration, in: context, now: now, zone: page.site.settings.zone))
        let archive = try context.archives.reading(at: try archive.path(in: context))
        let (files, damages) = try archive.snapshot(within: Self.longest) {
            try Self.files(of: page.site, question, archive)
        }
        context.output.warn(of: damages)
        try ExportedFolder(folder).replace(with: files)
    }

    /// While it is read, nobody commits.
    private static let longest = Duration.seconds(60)

    private static func files(
        of site: PublicSite, _ question: PublicQuestion, _ archive: Archive
    ) throws -> (files: [(path: String, text: String)], damages: Damages) {
        let answer = try question.answer(from: archive)
        // Every language has the same charts.
        var histories: [String: HistoryAnswer?] = [:]
        let files = try site.paths.map { path in
            let language = site.language(path.language ?? site.settings.language)
            let document = try site.document(at: path, in: language, answer) { model, range in
                let key = "\(model.model.id) \(range.rawValue)"
                if let known = histories[key] { return known }
                let history = try question.history(of: model, hours: range.hours, from: archive)
                histories[key] = .some(history)
                return history
            }
            return (path.file, document.text)
        }
        return (files + [("404.html", site.fixed(.notFound).text)], answer.damages)
    }
}
