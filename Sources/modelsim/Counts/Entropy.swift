import Glibc

/// How many bits the outcome of a draw needs on average, by someone who knows its chances.
enum Entropy {
    /// Of a yes or no; `chance` is more than 0 and less than 1.
    static func ofChance(_ chance: Double) -> Double { -(chance * log2(chance) + (1 - chance) * log2(1 - chance)) }

    /// Of a Poisson-distributed count. Above 30 that of the normal distribution, with its first correction.
    static func ofPoisson(_ mean: Double) -> Double {
        if mean <= 1e-12 { return 0 }
        if mean > 30 { return 0.5 * log2(2 * .pi * exp(1) * mean) - 1 / (12 * mean) / log(2) }
        var (bits, probability, count) = (0.0, exp(-mean), 0.0)
        while count < mean + 12 * mean.squareRoot() + 12 {
            if probability > 1e-300 { bits -= probability * log2(probability) }
            count += 1
            probability *= mean / count
        }
        return bits
    }
}
