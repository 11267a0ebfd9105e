import Glibc

/// What of a change goes along with tokens per request, as far as the baseline tells.
///
/// In the baseline the effect of an hour is regressed on the logarithm of its tokens per request and of its load, both as
/// deviations from the mean of the same hour of the day, so that what every day has in common explains nothing. The deviation of the
/// slope is that of whole blocks (Cameron and Miller, "A practitioner's guide to cluster-robust inference", 2015), since hours
/// of a day are not independent. It is an association and no cause: whoever sends longer prompts may also send other ones.
package struct TokenAssociation: Sendable {
    /// An hour of the baseline, or another short stretch.
    package struct Hour: Sendable {
        /// The number of its block.
        let block: Int
        /// 0 to 23, or another number of what stretches have in common.
        let hourOfDay: Int
        /// As a logit over the whole baseline; see `Superiority`.
        let effect: Double
        /// The logarithm of tokens per request.
        let tokens: Double
        /// The logarithm of the number of requests.
        let load: Double

        package init(block: Int, hourOfDay: Int, effect: Double, tokens: Double, load: Double) {
            (self.block, self.hourOfDay) = (block, hourOfDay)
            (self.effect, self.tokens, self.load) = (effect, tokens, load)
        }
    }

    package enum Doubt: String, CaseIterable, Sendable {
        /// Tokens per request changed more than they ever varied in the baseline.
        case beyondBaseline = "beyond_baseline"
        /// Tokens per request and the load rose and fell together.
        case loadMovedAlong = "load_moved_along"
        /// Too few hours or blocks.
        case tooFewHours = "too_few_hours"
    }

    /// What goes along with tokens of the later stretch's effect, as a logit, with the bounds of a 95 % interval.
    package let part: Double
    package let low: Double
    package let high: Double
    /// How sure it is that something remains without them; two-sided.
    package let remainingPValue: Double

    /// - Parameters:
    ///   - hours: of the baseline.
    ///   - effects: of the later stretch and of each block.
    ///   - tokens: the logarithms of tokens per request, of the later stretch and of each block, in the same order.
    package static func of(
        _ hours: [Hour], effects: BlockEffects, tokens: (later: Double, blocks: [Double])
    ) -> Result<TokenAssociation, DoubtError> {
        let blocks = Set(hours.map(\.block)).count
        guard hours.count >= 48, blocks >= 6, tokens.blocks.count == effects.leftOut.count else {
            return .failure(DoubtError(doubt: .tooFewHours))
        }
        let deviations = Deviations(hours)
        let change = tokens.later - Moments.mean(tokens.blocks)
        guard abs(change) <= deviations.tokens.map(abs).max() ?? 0 else {
            return .failure(DoubtError(doubt: .beyondBaseline))
        }
        guard let regression = deviations.regression else { return .failure(DoubtError(doubt: .loadMovedAlong)) }
        let half = StudentT.critical(0.05, degrees: Double(blocks - 1)) * regression.deviation * abs(change)
        let part = regression.slope * change
        // What the blocks differ by beside their tokens.
        let mean = Moments.mean(tokens.blocks)
        let spread = Spread(zip(effects.leftOut, tokens.blocks).map { $0 - regression.slope * ($1 - mean) })
        let own = (regression.deviation * change) * (regression.deviation * change)
        let deviation = (spread.deviation * spread.deviation + own).squareRoot()
        let t = deviation > 0 ? (effects.later - part) / deviation : .infinity
        return .success(
            TokenAssociation(
                part: part, low: part - half, high: part + half,
                remainingPValue: StudentT.twoSided(t, degrees: spread.degrees)))
    }

    package struct DoubtError: Error, Equatable {
        package let doubt: Doubt
    }
}

/// Hours as deviations from the mean of their hour of the day.
private struct Deviations {
    let effect: [Double]
    let tokens: [Double]
    let load: [Double]
    private let blocks: [Int]

    init(_ hours: [TokenAssociation.Hour]) {
        func centered(_ value: KeyPath<TokenAssociation.Hour, Double>) -> [Double] {
            let groups = Dictionary(grouping: hours, by: \.hourOfDay).mapValues { hours in
                Moments.mean(hours.map { $0[keyPath: value] })
            }
            return hours.map { $0[keyPath: value] - (groups[$0.hourOfDay] ?? 0) }
        }
        (effect, tokens, load) = (centered(\.effect), centered(\.tokens), centered(\.load))
        blocks = hours.map(\.block)
    }

    /// Least squares of two regressors; nil where tokens and load are nearly one, a correlation beyond 0.9.
    var regression: (slope: Double, deviation: Double)? {
        func product(_ left: [Double], _ right: [Double]) -> Double { zip(left, right).reduce(0) { $0 + $1.0 * $1.1 } }
        let (tt, ll, tl) = (product(tokens, tokens), product(load, load), product(tokens, load))
        guard tt > 0, tl * tl < 0.81 * tt * ll || ll == 0 else { return nil }
        let determinant = tt * ll - tl * tl
        let (te, le) = (product(tokens, effect), product(load, effect))
        let alone = ll == 0 || determinant <= 0
        let slope = alone ? te / tt : (ll * te - tl * le) / determinant
        let byLoad = alone ? 0 : (tt * le - tl * te) / determinant
        // The influence of each block on the slope, squared and added.
        var influence: [Int: Double] = [:]
        for index in effect.indices {
            let residual = effect[index] - slope * tokens[index] - byLoad * load[index]
            let weight = alone ? tokens[index] / tt : (ll * tokens[index] - tl * load[index]) / determinant
            influence[blocks[index], default: 0] += weight * residual
        }
        let count = Double(influence.count)
        let variance = influence.values.reduce(0) { $0 + $1 * $1 } * count / (count - 1)
        return (slope, variance.squareRoot())
    }
}
