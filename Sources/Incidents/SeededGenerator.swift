import Glibc

/// SplitMix64: the same seed gives the same numbers on every machine, which Swift's own generator does not promise.
package struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return SeededGenerator.mix(state)
    }

    /// A seed for one part of the simulation, independent of every other part's.
    package static func seed(_ parts: UInt64...) -> UInt64 {
        parts.reduce(0x5EED) { mix(($0 ^ $1) &+ 0x9E37_79B9_7F4A_7C15) }
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        var bits = value
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    /// Uniform in 0 < x < 1.
    package mutating func uniform() -> Double { (Double(next() >> 11) + 0.5) * 0x1p-53 }

    /// A whole number in `range`, whose ends both occur.
    package mutating func integer(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }

    /// Exponentially distributed with mean 1.
    package mutating func exponential() -> Double { -log(uniform()) }

    /// A count of independent events, so many of which are expected. Above 60 as the rounded normal distribution.
    package mutating func poisson(_ expected: Double) -> Int {
        if expected <= 1e-12 { return 0 }
        if expected > 60 { return max(0, Int((expected + expected.squareRoot() * normal()).rounded())) }
        var (count, product) = (0, uniform())
        let limit = exp(-expected)
        while product > limit {
            count += 1
            product *= uniform()
        }
        return count
    }

    /// Normally distributed with mean 0 and deviation 1 (Box and Muller).
    package mutating func normal() -> Double { (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform()) }
}
