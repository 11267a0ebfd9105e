import Questions
import Synchronization

/// How objectives were kept, as it was last asked: to judge them takes a read of their periods, and a Prometheus asks every few
/// seconds what changes every five minutes.
final class KeptObjectives: Sendable {
    private let kept = Mutex<(stamp: ArchiveStamp, answer: SloAnswer)?>(nil)

    /// What is kept, else what `judge` gives.
    ///
    /// - Parameter stamp: nil where it can't be told whether the archive has changed.
    func answer(at stamp: ArchiveStamp?, _ judge: () throws -> SloAnswer) throws -> SloAnswer {
        guard let stamp else { return try judge() }
        if let kept = kept.withLock({ $0 }), kept.stamp == stamp { return kept.answer }
        let answer = try judge()
        kept.withLock { $0 = (stamp, answer) }
        return answer
    }
}

extension RequestContext {
    /// How the configuration's objectives were kept in the period at hand; nil where it has none.
    func keptObjectives() throws -> SloAnswer? {
        if settings.objectives.isEmpty { return nil }
        let judge = {
            try SloQuestion(QueryParameters(at: self.parameters.at), in: self.context).answer(from: self.archive)
        }
        return self["at"] == nil ? try objectives.answer(at: stamp, judge) : try judge()
    }
}
