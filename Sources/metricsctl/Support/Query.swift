import Archive
import ArgumentParser
import Reports

/// Asks the archive and prints the answer: what every query command does.
struct Query {
    let question: Question
    let parameters: QueryParameters
    let options: QueryOptions

    /// Returns what was printed. Without an archive only health has an answer: nothing was collected yet.
    @discardableResult
    func run() throws -> Answer {
        if options.format.format == .plot, question != .history { throw ValidationError("only history has a plot") }
        let (now, zone) = (Surroundings.now(), Surroundings.zone)
        try question.check(parameters, now: now, zone: zone)
        let answer = try question.warnedAnswer(from: try archive(), parameters: parameters, now: now, zone: zone)
        for warning in answer.warnings { Output.warning(warning) }
        try Output.data { sink in options.renderer.write(answer, to: sink) }
        return answer.answer
    }

    private func archive() throws -> Archive? {
        do {
            return try Archive(readingAt: try options.archive.path())
        } catch ArchiveError.missing where question == .health {
            return nil
        }
    }
}
