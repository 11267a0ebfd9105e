import Archive
import ArgumentParser
import Questions
import Rendering
import SQLiteStore

/// Asks the archive and prints the answer: what every query command does.
struct Query {
    let question: Question
    let parameters: QueryParameters
    /// What `--db` names; nil without it.
    let db: String?
    /// Nil: the usual one.
    let format: OutputFormat?

    /// Returns what was printed. Without an archive only health has an answer: nothing was collected yet.
    @discardableResult
    func run(in context: Context) throws -> Answer {
        if format == .plot, question != .history { throw ValidationError("only history has a plot") }
        let renderer = FormatOptions.renderer(of: format, in: context)
        let (now, zone) = (context.now(), context.zone)
        try question.check(parameters, now: now, zone: zone)
        let answer = try question.answer(from: try archive(in: context), parameters: parameters, now: now, zone: zone)
        for warning in answer.warnings { context.output.warning(warning) }
        try context.output.data { sink in renderer.write(answer, to: sink) }
        return answer
    }

    private func archive(in context: Context) throws -> Archive? {
        do {
            return try Archive(readingAt: try ArchiveOptions.path(named: db, in: context))
        } catch ArchiveError.missing where question == .health {
            return nil
        }
    }
}

extension Query {
    init(question: Question, parameters: QueryParameters, options: QueryOptions) {
        self.init(
            question: question, parameters: parameters, db: options.archive.db, format: options.format.choice)
    }
}
