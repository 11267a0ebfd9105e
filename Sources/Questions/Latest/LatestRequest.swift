import Archive
import Latency

/// What `p95` and `all` ask.
struct LatestRequest {
    /// Beside what every question takes.
    static let parameters = Route.usualParameters.union(["model_name"])

    private let choice: SourceChoice
    private let model: Name?

    init(_ parameters: QueryParameters, in context: QuestionContext) throws(RequestError) {
        choice = try SourceChoice(parameters, now: context.now)
        model = parameters.model
    }

    func answer(from archive: Archive?) throws -> LatestAnswer {
        let now = choice.now
        guard let archive else { return LatestAnswer(now: now, entries: [], emptyReason: .neverCollected) }
        var damages = Damages()
        let source = try choice.single(in: archive, &damages)
        var answer = try LatestReport.answer(archive: archive, source: source, model: model, now: now)
        answer.damages.add(damages)
        return answer
    }
}
