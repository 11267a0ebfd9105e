/// The bucket bounds of VictoriaMetrics' client libraries: eighteen a power of ten, `10^(k/18)`, printed with four digits
/// (source: `histogram.go` of github.com/VictoriaMetrics/metrics).
package enum RangedBounds {
    private static let mantissas = [
        "1.000", "1.136", "1.292", "1.468", "1.668", "1.896", "2.154", "2.448", "2.783", "3.162", "3.594", "4.084",
        "4.642", "5.275", "5.995", "6.813", "7.743", "8.799",
    ]

    /// The one layout that such histograms are kept in, so that the counts of all of them add up: 10 µs to 10,000 s, in the
    /// metric's unit. What lies beyond is in the first and the last bucket.
    package static func layout(_ unit: LatencyUnit) -> BucketLayout? {
        // Powers of ten from the unit to the second.
        var (shift, length) = (0, unit.microseconds(1))
        while length < 999_999 { (shift, length) = (shift + 1, length * 10) }
        let bounds = (-5..<4).flatMap { exponent in
            mantissas.compactMap { Double("\($0)e\(exponent + shift)") }
        }
        return Double("1e\(4 + shift)").flatMap { BucketLayout(upperBounds: bounds + [$0]) }
    }
}
