import Archive
import Support

/// An answer, and what it lacks.
package struct AnswerWithWarnings: Sendable {
    package let answer: Answer
    /// What was left out because it is damaged in the archive, one line each. They name no path.
    package let warnings: [String]
}

extension Question {
    /// As `answer`, with a warning for everything damaged that the question met.
    package func warnedAnswer(
        from archive: Archive?, parameters: QueryParameters, now: Int, zone: Zone, maximumPoints: Int? = nil
    ) throws -> AnswerWithWarnings {
        // What others met before is not this question's.
        _ = archive?.takeDamages()
        let answer = try answer(
            from: archive, parameters: parameters, now: now, zone: zone,
            maximumPoints: maximumPoints)
        return AnswerWithWarnings(answer: answer, warnings: archive?.takeDamages().map(\.warning) ?? [])
    }
}
