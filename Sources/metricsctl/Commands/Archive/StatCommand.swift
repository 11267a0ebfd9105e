import Archive
import ArgumentParser
import Questions

/// `metricsctl archive stat`
struct StatCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: StatQuestion.name,
        abstract: "Show what the archive holds for each model, since when, and its size.",
        examples: ["metricsctl archive stat", "metricsctl archive stat --measure errors"])

    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var source: StoredSourceOptions
    @OptionGroup var measure: MeasureOption
    @OptionGroup var format: FormatOptions

    func validate() throws { try Query<StatQuestion>.check(format.format) }

    func run(in context: Context) throws {
        let progress = ProgressLine(of: "days", in: context)
        defer { progress.end() }
        var parameters = source.parameters
        measure.add(to: &parameters)
        let question = try StatQuestion(parameters, in: QuestionContext(now: context.now(), zone: context.zone))
        let answer = try question.answer(
            from: context.archives.reading(at: try archive.path(in: context)), progress: progress.show)
        progress.end()
        try Query<StatQuestion>.show(answer, by: format.renderer(in: context), in: context)
    }
}
