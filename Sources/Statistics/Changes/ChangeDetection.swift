import Glibc
import Latency

/// Where the latencies of a series of blocks, of days or of hours, changed for longer.
///
/// E-divisive divides the series of effects (see `Superiority`) where it differs most, each part again, as long as a t-test
/// says that the two sides differ (instead of Matteson's permutations, as MongoDB and Apache Otava do, so that the same counts give the
/// same answer). Then, as Otava, whatever does not hold between the parts that are left is taken back, the weakest first. Days that are
/// alike are not independent either: the test counts them as the fewer that they are worth.
package struct ChangeDetection {
    private let counts: [[Double]]
    private let bounds: [Double]
    private let effects: [Double]
    private let method: ChangeMethod

    /// - Parameters:
    ///   - blocks: of one length, oldest first, each with requests.
    ///   - cycle: what the blocks have in common, such as the weekday: what it does to latencies is no change.
    ///
    /// nil where the histograms have no bound in common.
    package init?(_ blocks: [Block], cycle: [Int], method: ChangeMethod = ChangeMethod()) {
        guard let aligned = BlockCounts.aligned(blocks) else { return nil }
        (counts, bounds, self.method) = (aligned.blocks.map(\.whole), aligned.bounds, method)
        let total = counts.added(buckets: bounds.count + 1)
        let size = BlockEffects.groupSize(aligned.blocks)
        let raw = aligned.blocks.map { BlockEffects.effect($0, size, over: total) }
        effects = ChangeDetection.withoutCycle(raw, cycle)
    }

    /// The changes, oldest first.
    package func points() -> [ChangePoint] {
        var places = places(in: 0..<effects.count).sorted()
        while let weakest = tests(places).filter({ !$0.holds }).max(by: { $0.pValue < $1.pValue }) {
            places.removeAll { $0 == weakest.place }
        }
        return tests(places).map { test in
            let (earliest, latest) = test.range
            return ChangePoint(
                index: test.place, earliest: earliest, latest: latest, before: test.before, after: test.after,
                pValue: test.pValue, change: change(test.before, test.after))
        }
    }

    private func places(in range: Range<Int>) -> [Int] {
        guard let division = EnergyDivision(effects[range], shortest: method.shortest) else { return [] }
        let (before, after) = (range.lowerBound..<division.index, division.index..<range.upperBound)
        // A part that has more than one change looks as if its days were alike: that is asked between neighbours, at last.
        let test = DivisionTest(effects, before: before, after: after, independent: true)
        guard test.pValue < method.significance else { return [] }
        return places(in: before) + [division.index] + places(in: after)
    }

    private struct PlaceTest {
        let place: Int
        let before: Range<Int>
        let after: Range<Int>
        let pValue: Double
        let holds: Bool
        let range: (earliest: Int, latest: Int)
    }

    /// Each place between its neighbours.
    private func tests(_ places: [Int]) -> [PlaceTest] {
        let ends = [0] + places + [effects.count]
        return places.indices.map { index in
            let (before, after) = (ends[index]..<ends[index + 1], ends[index + 1]..<ends[index + 2])
            let test = DivisionTest(effects, before: before, after: after)
            let isRelevant = (largestChange(before, after) ?? 0) >= method.relevantChange
            return PlaceTest(
                place: places[index], before: before, after: after,
                // What is too small goes before what chance may have made.
                pValue: isRelevant ? test.pValue : 1 + test.pValue,
                holds: isRelevant && test.pValue < method.significance, range: test.uncertainty)
        }
    }

    /// Of p50 and p95, as a fraction that a fall has as well as a rise; nil where they lie above the last finite bound.
    private func largestChange(_ before: Range<Int>, _ after: Range<Int>) -> Double? {
        // A fall by a tenth is as much as a rise by a ninth.
        changed(before, after).map { exp(abs(log($0.after.value / $0.before.value))) - 1 }
    }

    /// Of p50 or p95, whichever changed more.
    private func changed(
        _ before: Range<Int>, _ after: Range<Int>
    ) -> (quantile: Double, before: CountedQuantile, after: CountedQuantile)? {
        let buckets = bounds.count + 1
        let (earlier, later) = (counts[before].added(buckets: buckets), counts[after].added(buckets: buckets))
        return [0.5, 0.95].compactMap { quantile in
            guard let old = CountedQuantile(quantile, of: earlier, bounds: bounds), old.value > 0,
                let new = CountedQuantile(quantile, of: later, bounds: bounds), new.value > 0
            else { return nil }
            return (quantile, old, new)
        }.max { abs(log($0.after.value / $0.before.value)) < abs(log($1.after.value / $1.before.value)) }
    }

    /// With an interval by what days differ by, as wide as counts allow; see `QuantileChange` and `WithinBuckets`. nil where a
    /// day's percentile lies above the last finite bound.
    private func change(_ before: Range<Int>, _ after: Range<Int>) -> ChangeInterval? {
        guard let changed = changed(before, after) else { return nil }
        let daily = (before.lowerBound..<after.upperBound).compactMap { day -> Double? in
            let own = CountedQuantile(changed.quantile, of: counts[day], bounds: bounds)
            return own.flatMap { $0.shaped > 0 ? log($0.shaped) : nil }
        }
        guard daily.count == before.count + after.count else { return nil }
        let (even, shaped) = (
            log(changed.after.value / changed.before.value), log(changed.after.shaped / changed.before.shaped)
        )
        let varying = DivisionTest(daily, before: 0..<before.count, after: before.count..<daily.count).halfWidth
        let half = varying + abs(even - shaped)
        let buckets = WithinBuckets(
            later: (changed.after, counts[after].added(buckets: bounds.count + 1)),
            earlier: (changed.before, counts[before].added(buckets: bounds.count + 1)), bounds: bounds)
        return buckets.interval(
            even, from: shaped - half, to: shaped + half, varying: (below: varying, above: varying))
    }

    /// Minus what every place in the cycle has in common: the median of how far its numbers lie from the mean of the whole cycle
    /// around each (the first step of classical decomposition; Kendall and Stuart, 1966), less their own mean, so that a change of
    /// the series is no part of it. Nothing is taken away where a place has fewer than three such numbers.
    private static func withoutCycle(_ effects: [Double], _ cycle: [Int]) -> [Double] {
        let places = Set(cycle)
        let before = places.count / 2
        var deviations: [Int: [Double]] = [:]
        for index in effects.indices {
            let around = index - before..<index - before + places.count
            guard effects.indices.contains(around.lowerBound), around.upperBound <= effects.count,
                Set(cycle[around]).count == places.count
            else { continue }
            deviations[cycle[index], default: []].append(effects[index] - Moments.mean(Array(effects[around])))
        }
        guard places.count > 1, places.allSatisfy({ deviations[$0]?.count ?? 0 >= 3 }) else { return effects }
        let medians = deviations.mapValues { Moments.median($0) ?? 0 }
        let middle = Moments.mean(Array(medians.values.sorted()))
        return zip(effects, cycle).map { $0 - (medians[$1] ?? 0) + middle }
    }
}

/// A change, between two neighbouring stretches without one. Indices are those of blocks.
package struct ChangePoint: Hashable, Sendable {
    /// The first block after it.
    package let index: Int
    /// The first block after it, at the earliest and at the latest.
    package let earliest: Int
    package let latest: Int
    package let before: Range<Int>
    package let after: Range<Int>
    package let pValue: Double
    /// Of p50 or p95, whichever changed more; nil where days have a percentile above the last finite bound.
    package let change: ChangeInterval?
}
