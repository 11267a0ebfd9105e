import Archive
import Latency
import Statistics
import Support

/// Reads what a comparison needs, and compares.
struct CompareReport {
    private let blocks: HourlyBlocks
    private let request: CompareRequest
    private let method: ComparisonMethod
    /// Tokens of requests, in the same blocks; nil where nobody counts them.
    private let tokens: TokenCounts?
    /// nil for all.
    private let asked: Set<Name>?

    /// nil where nothing was collected by then.
    init?(
        _ resolved: ResolvedScope, _ request: CompareRequest, _ zone: Zone, _ archive: Archive,
        _ damages: inout Damages, method: ComparisonMethod = ComparisonMethod()
    ) throws {
        self.method = method
        let oldest = try resolved.sources.compactMap { damages.take(try archive.oldestWindow(of: $0))?.start }.min()
        guard let oldest, oldest < request.later.upperBound else { return nil }
        self.request = request
        let ranges = request.baseline(since: oldest, zone: zone) + [request.later]
        asked = resolved.models
        // The control is read along with the models that are asked for.
        let everyone = request.control.map { resolved.models?.union([$0]) } ?? resolved.models
        blocks = try HourlyBlocks(of: resolved, models: everyone, ranges: ranges, from: archive, &damages)
        tokens = try TokenCounts(resolved, ranges, archive, &damages)
    }

    /// One for each entry with requests in the later stretch or its baseline.
    var entries: [CompareAnswer.Entry] {
        let later = blocks.ranges.count - 1
        let compared = blocks.series.map { series in (series, comparison(of: series, later: later)) }
        return compared.compactMap { series, comparison in
            guard isAsked(series.key.model),
                blocks.total(0...later, of: series).requests > 0
            else { return nil }
            return CompareAnswer.Entry(
                key: series.key, comparison: comparison, later: side([later], of: series),
                baseline: side(Array(0..<later), of: series),
                control: control(of: series, comparison, among: compared),
                tokens: tokens?.share(of: comparison, series, blocks))
        }
    }

    private func isAsked(_ model: Name) -> Bool {
        model == QuestionScope.allModels || asked?.contains(model) ?? true
    }

    private func comparison(of series: HourlyBlocks.Series, later: Int) -> Comparison {
        Comparison(
            later: blocks.block(later, of: series), baseline: (0..<later).map { blocks.block($0, of: series) },
            days: request.days, method: method)
    }

    private func side(_ indices: [Int], of series: HourlyBlocks.Series) -> CompareAnswer.Side {
        let coverages = indices.map { blocks.coverage($0, of: series) }
        return CompareAnswer.Side(
            start: indices.first.map { blocks.ranges[$0].lowerBound },
            end: indices.last.map { blocks.ranges[$0].upperBound },
            requests: blocks.total(indices, of: series).requests,
            coverage: coverages.isEmpty ? nil : coverages.reduce(0, +) / Double(coverages.count),
            quality: indices.map { series.qualities[$0] }.max() ?? .exact)
    }

    private func control(
        of series: HourlyBlocks.Series, _ comparison: Comparison, among all: [(HourlyBlocks.Series, Comparison)]
    ) -> CompareAnswer.Control? {
        guard let name = request.control, name != series.key.model,
            let control = all.first(where: { $0.0.key == SeriesKey(name, labels: series.key.labels) })
        else { return nil }
        let pValue = comparison.effects.flatMap { own in control.1.effects.flatMap { own.pValue(beside: $0) } }
        return CompareAnswer.Control(model: name, verdict: control.1.verdict, differencePValue: pValue)
    }
}
