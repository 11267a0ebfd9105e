/// The running mean of residuals, and the Rice parameter that it asks for. Whole numbers only, so that every machine
/// writes the same bytes.
struct ResidualMean {
    /// Sixteen times the mean, nearly.
    private var scaled: UInt64

    /// `expected` is a first guess of the mean.
    init(expected: UInt64) { scaled = min(expected, Self.most) << 4 }

    /// Of counts around one: a power of two near its square root, as far as counts of independent events stray.
    init(around count: Int) {
        self.init(expected: 1 << UInt64((Int.bitWidth - count.leadingZeroBitCount) / 2))
    }

    /// The logarithm of the mean to base 2, rounded down; 0 for a mean below 2.
    var parameter: Int { UInt64.bitWidth - 1 - (scaled >> 4 | 1).leadingZeroBitCount }

    mutating func add(_ residual: UInt64) { scaled = scaled - scaled >> 4 + min(residual, Self.most) }

    /// Keeps the numbers above small, and the parameter with them.
    private static let most: UInt64 = 1 << 50
}

/// A prediction and what is left of the value: a residual folded into the numbers from 0, small ones for near misses.
enum Residual {
    /// For counts, which are never negative: 0, -1, 1, -2, 2 … as 0, 1, 2, 3, 4 … as far as the prediction is from 0; the
    /// counts above twice the prediction as themselves.
    static func fold(_ count: Int, _ prediction: Int) -> UInt64 {
        let (value, middle) = (UInt64(count), UInt64(prediction))
        if value > middle << 1 { return value }
        return value >= middle ? (value - middle) << 1 : (middle - value) << 1 - 1
    }

    /// Nil for what no count gives.
    static func unfold(_ folded: UInt64, _ prediction: Int) -> Int? {
        let middle = UInt64(prediction)
        if folded > middle << 1 { return Int(exactly: folded) }
        let distance = (folded + 1) >> 1
        return Int(exactly: folded & 1 == 0 ? middle + distance : middle - distance)
    }

    /// For sums, which may be anything: the difference modulo 2^64.
    static func foldSum(_ value: Int, _ prediction: Int) -> UInt64 {
        let difference = value &- prediction
        return UInt64(bitPattern: Int64(difference << 1 ^ difference >> (Int.bitWidth - 1)))
    }

    static func unfoldSum(_ folded: UInt64, _ prediction: Int) -> Int {
        prediction &+ (Int(bitPattern: UInt(folded >> 1)) ^ -Int(folded & 1))
    }
}
