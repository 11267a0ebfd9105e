import Glibc
import Latency

/// The traffic that the archive is measured on: 50 models, 12 buckets, log-normal latencies that drift by the hour, a busy
/// time of day, a tenth of the windows empty. Counts are drawn for whole buckets, since a year has four billion requests.
struct Profile {
    static let models = 50
    static let bounds = [0.1, 0.25, 0.5, 1, 2, 4, 6, 10, 15, 30, 60]

    private let layout: BucketLayout
    private let withSums: Bool
    private var random = Random(seed: 7)
    /// Per model, how far the logarithm of its typical latency has drifted.
    private var drift = [Double](repeating: 0, count: models)

    /// What was drawn so far.
    private(set) var requests: [Int32] = []
    /// In bits, of the counts of all windows, by someone who knows the rates they were drawn with.
    private(set) var entropy = 0.0

    init(withSums: Bool) {
        guard let layout = BucketLayout(upperBounds: Self.bounds) else { preconditionFailure("bad bounds") }
        self.layout = layout
        self.withSums = withSums
    }

    static func name(_ model: Int) -> String { "model-\(model < 10 ? "0" : "")\(model)" }

    /// The windows must be asked for in the order of time.
    mutating func window(_ window: Window) -> CollectedWindow {
        if window.index % UTCDay.windowsPerHour == 1 {
            for model in drift.indices { drift[model] = 0.98 * drift[model] + 0.05 * random.normal() }
        }
        let hour = Double(window.index % UTCDay.windows) / 12
        return CollectedWindow(window: window, models: (0..<Self.models).map { value(of: $0, atHour: hour) })
    }

    private mutating func value(of model: Int, atHour hour: Double) -> ModelWindow {
        var counts = [Int](repeating: 0, count: layout.bucketCount)
        var sum = 0.0
        entropy += Self.entropyOfEmptiness
        if random.uniform() >= Self.empty {
            let center = log(Self.median(of: model)) + drift[model]
            let rate = Self.rate(of: model, atHour: hour)
            var below = 0.0
            for bucket in counts.indices {
                let bound = bucket < Self.bounds.count ? Self.bounds[bucket] : .infinity
                let upTo = bucket < Self.bounds.count ? Self.share(below: bound, center: center) : 1
                let expected = rate * max(0, upTo - below)
                below = upTo
                counts[bucket] = random.poisson(expected)
                entropy += Self.entropy(ofPoisson: expected)
                sum += random.sum(
                    of: counts[bucket], from: bucket == 0 ? 0.03 : Self.bounds[bucket - 1], to: min(bound, 120))
            }
        }
        requests.append(Int32(counts.reduce(0, +)))
        guard let part = Histogram.Part(layout: layout, counts: counts) else { preconditionFailure("bad counts") }
        let histogram = Histogram(part, sumMicroseconds: withSums ? Int(sum * 1e6) : nil)
        return ModelWindow(model: Self.name(model), quality: .exact, histogram: histogram)
    }

    private static let empty = 0.092
    private static let entropyOfEmptiness = -(empty * log2(empty) + (1 - empty) * log2(1 - empty))

    /// Requests a window; log-normal over the models, so that a few have most of them.
    private static func rate(of model: Int, atHour hour: Double) -> Double {
        let day = (1 + cos(.pi * min(abs(hour - 14), 24 - abs(hour - 14)) / 12)) / 2
        return 279 * exp(1.94 * quantile((Double(model) + 0.5) / Double(models))) * (0.08 + 0.92 * day)
    }

    /// The typical latency in seconds, from 0.3 to 6.
    private static func median(of model: Int) -> Double {
        0.3 * pow(20, Double(model * 17 % models) / Double(models - 1))
    }

    private static func share(below bound: Double, center: Double) -> Double {
        erfc((center - log(bound)) / (0.6 * 2.0.squareRoot())) / 2
    }

    /// The standard normal distribution's quantile, by halving; called for a handful of numbers.
    private static func quantile(_ q: Double) -> Double {
        var (low, high) = (-8.0, 8.0)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if erfc(-middle / 2.0.squareRoot()) / 2 < q { low = middle } else { high = middle }
        }
        return low
    }

    /// In bits. Above 30 that of the normal distribution, to which it is as good as equal.
    private static func entropy(ofPoisson mean: Double) -> Double {
        if mean <= 1e-12 { return 0 }
        if mean > 30 { return 0.5 * log2(2 * .pi * 2.718281828459045 * mean) - 1 / (12 * mean) / log(2) }
        var (bits, probability, count) = (0.0, exp(-mean), 0.0)
        while count < mean + 12 * mean.squareRoot() + 12 {
            if probability > 1e-300 { bits -= probability * log2(probability) }
            count += 1
            probability *= mean / count
        }
        return bits
    }
}

/// SplitMix64 and what is drawn from it.
struct Random {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func uniform() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return (Double((bits ^ (bits >> 31)) >> 11) + 0.5) * 0x1p-53
    }

    mutating func normal() -> Double { (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform()) }

    /// Above 60 as the rounded normal distribution.
    mutating func poisson(_ mean: Double) -> Int {
        if mean <= 1e-12 { return 0 }
        if mean > 60 { return max(0, Int((mean + mean.squareRoot() * normal()).rounded())) }
        var (count, product) = (0, uniform())
        let limit = exp(-mean)
        while product > limit {
            count += 1
            product *= uniform()
        }
        return count
    }

    /// The sum of `count` numbers that are spread evenly; of many as one draw from the normal distribution.
    mutating func sum(of count: Int, from low: Double, to high: Double) -> Double {
        if count > 20 {
            return Double(count) * (low + high) / 2 + (Double(count) / 12).squareRoot() * (high - low) * normal()
        }
        return (0..<count).reduce(0) { sum, _ in sum + low + (high - low) * uniform() }
    }
}
