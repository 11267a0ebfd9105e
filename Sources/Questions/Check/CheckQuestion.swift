import Archive
import Latency
import Support

/// Judges the model that is asked for, or all that had traffic in the last 24 hours.
package struct CheckQuestion: Question {
    package static let name = "check"

    private let request: CheckRequest
    private let choice: SourceChoice
    private let model: Name?

    /// `now` is in seconds since 1970 UTC and gives way to the parameter `at`.
    package init(_ request: CheckRequest, _ parameters: QueryParameters, now: Int) throws(RequestError) {
        self.request = request
        choice = try SourceChoice(parameters, now: now)
        model = parameters.model
    }

    package func answer(from archive: Archive?) throws -> CheckAnswer {
        var damages = Damages()
        var answer = try answer(from: archive, &damages)
        answer.note(damages)
        if answer.status == .ok, try archive?.replicaState?.isVerified == false { answer.doubt() }
        return answer
    }

    private func answer(from archive: Archive?, _ damages: inout Damages) throws -> CheckAnswer {
        let now = choice.now
        guard let archive, let source = try choice.single(in: archive, &damages),
            let oldest = damages.take(try archive.oldestWindow(of: source)), oldest.end <= now
        else { return CheckAnswer(request, .unknown, because: .neverCollected) }
        if let measure = choice.measure { try source.requirePercentiles(of: measure) }
        let reach = Window.ended(in: now - max(request.maximumAge, LatestReport.lookBackSeconds), now)
        let last = damages.take(try archive.collectedWindows(of: source, in: reach)).last
        guard let newest = last, now - newest.end <= request.maximumAge else {
            return CheckAnswer(request, .unknown, because: .stale(seconds: last.map { now - $0.end }))
        }
        let known = damages.take(try archive.models(of: source))
        if let model, !known.contains(model) {
            let similar = NameSimilarity.closest(to: model, among: known)
            let elsewhere = try Elsewhere(of: model, beside: [source], in: archive, &damages)
            return CheckAnswer(
                request, .unknown, because: .unknownModel(model, similar: similar, elsewhere: elsewhere))
        }
        let models = try model.map { [$0] } ?? active(source, in: archive, &damages)
        if models.isEmpty { return CheckAnswer(request, request.noTraffic, because: .noModels) }
        return CheckAnswer(
            request,
            try request.condition.conditions(
                of: models, source: source, archive: archive, newest: newest, &damages))
    }

    private func active(
        _ source: Source, in archive: Archive, _ damages: inout Damages
    ) throws(ArchiveError) -> Set<Name> {
        let latest = try LatestReport.answer(archive: archive, source: source, model: nil, now: choice.now)
        damages.add(latest.damages)
        return Set(latest.entries.map(\.model))
    }
}
