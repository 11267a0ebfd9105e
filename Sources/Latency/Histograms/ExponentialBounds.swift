/// The bucket bounds of exponential histograms: powers of two to whole eighths, `2^(k/8)`.
///
/// A Prometheus native histogram of schema `s` has the bounds `2^(k / 2^s)`, so that those of a schema are among those of
/// the next finer one, and a finer histogram becomes a coarser one exactly, by adding buckets. Schema 3, whose bounds lie
/// 9 % apart, is the finest that is kept (source: the specification of native histograms, "Schema").
package enum ExponentialBounds {
    /// 2^(k/8) for k = 0...8.
    private static let eighths = [
        1, 1.0905077326652577, 1.189207115002721, 1.2968395546510096, 1.4142135623730951, 1.5422108254079407,
        1.681792830507429, 1.8340080864093424, 2,
    ]
    /// Servers print bounds as decimals, with the last digit rounded one way or the other.
    private static let tolerance = 1e-12

    /// The greatest bound at or below a positive finite number; a number within a rounding error of a bound is that bound.
    package static func floor(_ number: Double) -> Double {
        let significand = number.significand * (1 + tolerance)
        let eighth = eighths.last { $0 <= significand } ?? 1
        return eighth * scale(of: number)
    }

    /// The smallest bound at or above a positive finite number; a number within a rounding error of a bound is that bound.
    package static func ceiling(_ number: Double) -> Double {
        let significand = number.significand * (1 - tolerance)
        let eighth = eighths.first { $0 >= significand } ?? 2
        return eighth * scale(of: number)
    }

    /// The bound that a positive finite number is, but for a rounding error; nil for other numbers.
    package static func bound(_ number: Double) -> Double? {
        let bound = floor(number)
        return bound == ceiling(number) ? bound : nil
    }

    private static func scale(of number: Double) -> Double {
        Double(sign: .plus, exponent: number.exponent, significand: 1)
    }

    /// The layouts that exponential histograms are kept in, the finest (schema 3) first, down to schema -4.
    ///
    /// One range of bounds for each unit, so that there are few layouts and the counts of most histograms add up: 2^-14 to
    /// 2^12 seconds (61 µs to 68 min), and about that in other units.
    package static func layouts(_ unit: LatencyUnit) -> [BucketLayout] {
        switch unit {
        case .seconds: inSeconds
        case .milliseconds: inMilliseconds
        case .microseconds: inMicroseconds
        case .nanoseconds: inNanoseconds
        case .minutes: inMinutes
        }
    }

    private static let inSeconds = layouts(exponents: -14...12)
    private static let inMilliseconds = layouts(exponents: -4...22)
    private static let inMicroseconds = layouts(exponents: 6...32)
    private static let inNanoseconds = layouts(exponents: 16...42)
    private static let inMinutes = layouts(exponents: -20...6)

    private static func layouts(exponents: ClosedRange<Int>) -> [BucketLayout] {
        let range = exponents.lowerBound * 8...exponents.upperBound * 8
        return [1, 2, 4, 8, 16, 32, 64, 128].compactMap { (step: Int) in
            // Eighths of an exponent that are whole steps. Swift's shift rounds down, also below zero.
            let bounds = range.filter { $0 % step == 0 }.map { eighth in
                eighths[eighth & 7] * Double(sign: .plus, exponent: eighth >> 3, significand: 1)
            }
            return BucketLayout(upperBounds: bounds)
        }
    }
}
