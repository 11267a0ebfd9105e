import Archive
import ArgumentParser
import Questions
import Rendering

/// Asks the archive and prints the answer: what every query command does.
struct Query<Asked: TabularQuestion>: Equatable {
    let parameters: QueryParameters
    /// What `--db` names; nil without it.
    let db: String?
    /// What `--config` names; nil without it.
    let config: String?
    /// Nil: the usual one.
    let format: OutputFormat?

    func run(in context: Context) throws {
        try Self.check(format)
        var parameters = parameters
        let configuration = try context.configuration(named: config)
        parameters.defaultSource = configuration.defaultSource
        let question = try Asked(parameters, in: QuestionContext(configuration, in: context))
        let archive = try archive(in: context)
        let ask = { () throws in try question.answer(fromSnapshotOf: archive) }
        let answer = try archive?.remembering(ask) ?? ask()
        try Self.show(answer, by: FormatOptions.renderer(of: format, in: context), in: context)
        if !answer.isFresh { throw ExitCode.failure }
    }

    static func check(_ format: OutputFormat?) throws(ValidationError) {
        if format == .plot, !Asked.hasPlot { throw ValidationError("only history has a plot") }
    }

    static func show(_ answer: Asked.Answer, by renderer: Renderer, in context: Context) throws {
        for warning in answer.warnings { context.output.warning(warning) }
        try context.output.data { renderer.write(answer, to: Asked.self, sink: $0) }
    }

    private func archive(in context: Context) throws -> Archive? {
        do {
            return try context.archives.reading(at: try ArchiveOptions.path(named: db, config: config, in: context))
        } catch ArchiveError.missing where Asked.needsNoArchive {
            return nil
        }
    }
}

extension Query {
    init(_ parameters: QueryParameters, _ archive: ArchiveOptions, _ format: FormatOptions) {
        self.init(parameters: parameters, db: archive.db, config: archive.config, format: format.choice)
    }

    init(_ parameters: QueryParameters, _ options: QueryOptions) {
        self.init(parameters, options.archive, options.format)
    }
}
