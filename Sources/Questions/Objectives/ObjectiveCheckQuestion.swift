import Archive

/// What a monitoring system asks about objectives: as `SloQuestion`, and nothing is well on a replica's word alone.
package struct ObjectiveCheckQuestion: Question {
    package static let name = CheckQuestion.name

    private let objectives: SloQuestion

    package init(_ parameters: QueryParameters, in context: QuestionContext) throws(RequestError) {
        objectives = try SloQuestion(parameters, in: context)
    }

    package func answer(from archive: Archive?) throws -> SloAnswer {
        var answer = try objectives.answer(from: archive)
        if answer.status == .ok { answer.isUnverified = try archive?.replicaState?.isVerified == false }
        return answer
    }
}
