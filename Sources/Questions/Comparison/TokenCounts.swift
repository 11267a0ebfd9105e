import Archive
import Glibc
import Latency
import Statistics

/// How many input tokens requests had, in the blocks of a comparison.
struct TokenCounts: Sendable {
    private let blocks: HourlyBlocks

    /// nil where nobody counts them.
    init?(
        _ resolved: ResolvedScope, _ ranges: [ClosedRange<Int>], without exclusions: [Exclusion], _ archive: Archive,
        _ damages: inout Damages
    ) throws {
        let tokens = try resolved.about(.inputTokens, in: archive, &damages)
        guard !tokens.sources.isEmpty else { return nil }
        blocks = try HourlyBlocks(
            of: tokens, models: tokens.models, ranges: ranges, without: exclusions, from: archive, &damages)
    }

    /// What of the change of a series goes along with its tokens; nil where it has none.
    func share(
        of comparison: Comparison, _ series: HourlyBlocks.Series, _ latencies: HourlyBlocks
    ) -> CompareAnswer.TokenShare? {
        guard let effects = comparison.effects, effects.later != 0,
            let own = blocks.series.first(where: { $0.key == series.key })
        else { return nil }
        let later = latencies.ranges.count - 1
        let used = (0..<later).filter { comparison.uses(latencies.block($0, of: series)) }
        guard let laterTokens = perRequest([later], own, series, latencies) else { return nil }
        let ofBlocks = used.compactMap { perRequest([$0], own, series, latencies) }
        let hours = hours(of: used, own, series, latencies)
        switch TokenAssociation.of(hours, effects: effects, tokens: (laterTokens, ofBlocks)) {
        case .failure(let error):
            return CompareAnswer.TokenShare(
                share: nil, low: nil, high: nil, remainingPValue: nil, reason: error.doubt)
        case .success(let found):
            let ends = [found.low / effects.later, found.high / effects.later].sorted()
            return CompareAnswer.TokenShare(
                share: found.part / effects.later, low: ends[0], high: ends[1],
                remainingPValue: found.remainingPValue, reason: nil)
        }
    }

    /// The logarithm of tokens per request of some blocks; nil without either.
    private func perRequest(
        _ indices: [Int], _ tokens: HourlyBlocks.Series, _ series: HourlyBlocks.Series, _ latencies: HourlyBlocks
    ) -> Double? {
        let count = blocks.total(indices, of: tokens).tokens
        let requests = latencies.requests(indices, of: series)
        return count > 0 && requests > 0 ? log(count / Double(requests)) : nil
    }

    private func hours(
        of used: [Int], _ tokens: HourlyBlocks.Series, _ series: HourlyBlocks.Series, _ latencies: HourlyBlocks
    ) -> [TokenAssociation.Hour] {
        let effects = PartEffects(used.map { latencies.block($0, of: series) })
        return used.enumerated().flatMap { place, index in
            let (counts, latency) = (
                blocks.block(index, of: tokens).parts, latencies.block(index, of: series).parts
            )
            return zip(counts, latency).enumerated().compactMap { part, pair -> TokenAssociation.Hour? in
                let (count, requests) = (pair.0.tokens, Double(pair.1.requests))
                guard count > 0, requests > 0, let effect = effects?.effect(block: place, part: part) else {
                    return nil
                }
                return TokenAssociation.Hour(
                    block: place, hourOfDay: part % 24, effect: effect, tokens: log(count / requests),
                    load: log(requests))
            }
        }
    }
}

extension Histogram {
    /// Of a histogram of token counts their sum, which is kept in millionths; of a counter what it counted.
    fileprivate var tokens: Double {
        let isCounter = parts.allSatisfy(\.layout.upperBounds.isEmpty)
        return isCounter ? Double(requests) : Double(sumMicroseconds ?? 0) / 1e6
    }
}
