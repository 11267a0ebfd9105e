import Archive
import ArgumentParser
import Questions

/// `metricsctl archive stat`
struct StatCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: StatQuestion.name,
        abstract: "Show what the archive holds for each model, since when, and its size.",
        examples: ["metricsctl archive stat"])

    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var source: SourceOptions
    @OptionGroup var format: FormatOptions

    func validate() throws { try Query<StatQuestion>.check(format.format) }

    func run(in context: Context) throws {
        let progress = ProgressLine(of: "days", in: context)
        defer { progress.end() }
        let question = try StatQuestion(
            source.parameters, in: QuestionContext(now: context.now(), zone: context.zone))
        let answer = try question.answer(
            from: context.archives.reading(at: try archive.path(in: context)), progress: progress.show)
        progress.end()
        try Query<StatQuestion>.show(answer, by: format.renderer(in: context), in: context)
    }
}
