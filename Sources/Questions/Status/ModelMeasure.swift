import Archive
import Latency

/// What a source has beside the measure that a model's page is about: another measure of the same model over the same time.
package struct ModelMeasure: Hashable, Sendable {
    package let source: SourceID
    package let measure: Name
    package let kind: SourceKind
    /// The newest window with traffic; nil where there was none in the last 24 hours.
    package let entry: LatestAnswer.Entry?
    /// Of this model alone.
    package let history: HistoryAnswer

    package init(
        source: SourceID, measure: Name, kind: SourceKind, entry: LatestAnswer.Entry?, history: HistoryAnswer
    ) {
        (self.source, self.measure, self.kind) = (source, measure, kind)
        (self.entry, self.history) = (entry, history)
    }

    package var points: [HistoryAnswer.Point] { history.models.first?.points ?? [] }

    /// What is counted in a step: requests, intervals, errors or tokens. Of histograms of tokens those are what their values add up to.
    package func count(of point: HistoryAnswer.Point) -> Int { count(point.requests, point.percentiles) }

    /// The same of the newest window with traffic.
    package func count(of entry: LatestAnswer.Entry) -> Int { count(entry.requests, entry.percentiles) }

    private func count(_ requests: Int, _ percentiles: Percentiles) -> Int {
        let isTokens = [Measure.inputTokens, .outputTokens].contains { Name($0.rawValue) == measure }
        guard isTokens, kind == .histogram, let mean = percentiles.mean else { return requests }
        // Sums of tokens are kept as those of latencies are: a millionth of a token where a latency has a microsecond.
        return Int((mean / 1e3 * Double(requests)).rounded())
    }
}

extension [Source] {
    /// In the order in which people look at measures: those that have a name first, the others as they were first seen.
    func inOrder(of measures: SourceMeasures) -> [Source] {
        let order = Dictionary(
            uniqueKeysWithValues: Measure.allCases.enumerated().map { (Name($1.rawValue), $0) })
        let ranked = enumerated().map { place, source in
            (rank: order[measures.measure(of: source)] ?? order.count, place: place, source: source)
        }
        return ranked.sorted { ($0.rank, $0.place) < ($1.rank, $1.place) }.map(\.source)
    }
}
