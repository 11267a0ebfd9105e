import Archive
import ArgumentParser
import Questions
import SQLiteStore

/// `metricsctl archive stat`
struct StatCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "stat", abstract: "Show what the archive holds for each model, since when, and its size.",
        examples: ["metricsctl archive stat"])

    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var source: SourceOptions
    @OptionGroup var format: FormatOptions

    func validate() throws {
        if format.format == .plot { throw ValidationError("only history has a plot") }
    }

    func run(in context: Context) throws {
        let path = try archive.path(in: context)
        let progress = ProgressLine(of: "days", in: context)
        defer { progress.end() }
        let answer = try StatReport.answer(
            archive: try Archive(readingAt: path), path: path, parameters: source.parameters, now: context.now(),
            progress: progress.show)
        progress.end()
        for warning in answer.warnings { context.output.warning(warning) }
        try context.output.data(format.renderer(in: context).text(of: answer))
    }
}
