import Archive
import ArgumentParser
import Questions

/// `metricsctl archive stat`
struct StatCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stat", abstract: "Show what the archive holds for each model, since when, and its size.",
        examples: ["metricsctl archive stat"])

    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var source: SourceOptions
    @OptionGroup var format: FormatOptions

    func validate() throws {
        if format.format == .plot { throw ValidationError("only history has a plot") }
    }

    func run() throws {
        let path = try archive.path()
        let progress = ProgressLine(of: "days")
        defer { progress.end() }
        let answer = try StatReport.answer(
            archive: try Archive(readingAt: path), path: path, parameters: source.parameters,
            now: ProcessEnvironment.now(),
            progress: progress.show)
        progress.end()
        Output.warn(of: answer.damages)
        try Output.data(format.renderer.text(of: answer))
    }
}
