import Archive
import ArgumentParser
import Questions
import Rendering
import Support

extension ReportFormat: ExpressibleByArgument {}

/// `metricsctl report`
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: ReportQuestion.name, abstract: "Write a report of a week, month, quarter or year as one document.",
        discussion: "The flags are in metricsctl help report write; the word write may be left out.",
        subcommands: [ReportWrite.self, ReportVerify.self], defaultSubcommand: ReportWrite.self)
}

/// `metricsctl report write`, or without that word.
struct ReportWrite: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "write", abstract: "Write a report; the last month's where no time is said.",
        examples: ["metricsctl report write --period 2025-10 --format html > october.html"],
        discussion: """
            Objectives, percentiles by measure and model, charts (HTML), marks, what is left out, and a hash of the counts \
            that all of it rests on. The same bytes for the same archive, configuration and --at.
            """)

    @Option(help: ArgumentHelp("html, md, text or json. Default: text.", valueName: "format"))
    var format: ReportFormat = .text

    @OptionGroup var range: RangeOptions
    @OptionGroup var archive: ArchiveOptions

    @Option(help: ArgumentHelp("Answer as of that moment, such as 2025-10-17T14:30:00+09:00.", valueName: "time"))
    var at: String?

    func run(in context: Context) throws {
        var parameters = QueryParameters(at: TimeArgument.spelledOut(at, in: context))
        range.add(to: &parameters)
        let configuration = try archive.configuration(in: context)
        let question = try ReportQuestion(parameters, in: QuestionContext(configuration, in: context))
        let answer = try question.answer(fromSnapshotOf: context.archives.reading(at: try archive.path(in: context)))
        context.output.warn(of: answer.damages)
        try context.output.data(
            ReportRendering(answer, zone: context.zone, rules: configuration.models).text(as: format))
    }
}

/// `metricsctl report verify`
struct ReportVerify: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Tell whether the archive still has the counts that a report rests on; exits 1 if not.",
        examples: ["metricsctl report verify october.html"])

    @Argument(help: ArgumentHelp("The report, in any format.", valueName: "file"))
    var file: String

    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var format: FormatOptions

    func run(in context: Context) throws {
        var parameters = QueryParameters()
        parameters["document"] = try document()
        try Query<ReportVerifyQuestion>(parameters, archive, format).run(in: context)
    }

    /// Charts of many models take some megabytes.
    private static let mostBytes = 64 << 20

    private func document() throws -> String {
        do throws(SmallFile.SystemError) {
            return String(decoding: try SmallFile.bytes(of: file, atMost: Self.mostBytes), as: UTF8.self)
        } catch {
            throw SmallFile.Failure.unreadable(path: file, reason: error.reason)
        }
    }
}
