import Glibc
import Incidents
import Latency

/// The traffic of many models over years, drawn as counts of whole buckets: a year of 50 models has four billion requests.
///
/// Requests come independently of each other, as those of `RandomWorkload` do, so that a bucket's count is
/// Poisson-distributed. Of 50 models a window has 740 requests on average and 90 in the middle; a tenth have none.
/// Latencies are log-normal, and every model's typical one drifts from hour to hour.
struct CountedTraffic {
    /// What a window of a model counts.
    struct Counted: Equatable {
        /// Per bucket, not cumulative.
        var counts: [Int]
        var sumMicroseconds: Int
    }

    static let bounds = ServerKind.plain.bounds(of: .current)
    /// The deviation of a latency's logarithm.
    static let deviation = 1.13

    let names: [String]
    private let traffic: [Traffic]
    /// How far the logarithm of each model's typical latency has drifted.
    private var drift: [Double]
    private var generator: SeededGenerator
    /// Of all counts so far, by someone who knows the rates that they are drawn with.
    private(set) var entropyBits = 0.0

    init(models: Int, seed: UInt64) {
        names = ModelNames.first(models, of: .plain, hardOnes: false)
        traffic = (0..<models).map { Self.traffic(of: $0, among: models) }
        drift = [Double](repeating: 0, count: models)
        generator = SeededGenerator(seed: SeededGenerator.seed(seed, 6))
    }

    /// The rates of the models are log-normal, so that a few have most of the requests; their typical latencies lie between
    /// 0.15 and 1.5 s.
    static func traffic(of model: Int, among models: Int) -> Traffic {
        let rank = Normal.quantile((Double(model) + 0.5) / Double(models))
        let slowness = Double(model * 17 % models) / Double(max(1, models - 1))
        return Traffic(
            peakRate: 1.145 * exp(1.9 * rank), peakHour: 13 + Double(model % 5) / 2, quietNights: false, steady: false,
            medianSeconds: 0.15 * pow(10, slowness), incident: nil)
    }

    /// One value per model. Windows must be asked for in the order of time.
    mutating func counts(in window: Window) -> [Counted] {
        if window.index % UTCDay.windowsPerHour == 1 {
            for model in drift.indices { drift[model] = 0.98 * drift[model] + 0.05 * generator.normal() }
        }
        return traffic.indices.map { counts(of: $0, in: window) }
    }

    /// Beside the windows in which a rare model happens to have no request.
    private static let empty = 0.088

    private mutating func counts(of model: Int, in window: Window) -> Counted {
        var counted = Counted(counts: [Int](repeating: 0, count: Self.bounds.count + 1), sumMicroseconds: 0)
        entropyBits += Entropy.ofChance(Self.empty)
        if generator.uniform() < Self.empty { return counted }
        let requests = traffic[model].rate(inMinute: window.start / 60) * Double(Window.seconds)
        let center = log(traffic[model].medianSeconds) + drift[model]
        var (below, sum) = (0.0, 0.0)
        for bucket in counted.counts.indices {
            let isLast = bucket == Self.bounds.count
            let share = isLast ? 1 : Normal.share(below: (log(Self.bounds[bucket]) - center) / Self.deviation)
            let expected = requests * max(0, share - below)
            below = share
            let count = generator.poisson(expected)
            entropyBits += Entropy.ofPoisson(expected)
            counted.counts[bucket] = count
            let limits = (bucket == 0 ? 0 : Self.bounds[bucket - 1], isLast ? Self.slowest : Self.bounds[bucket])
            sum += generator.sum(of: count, from: limits.0, to: limits.1)
        }
        counted.sumMicroseconds = Int(sum * 1e6)
        return counted
    }

    private static let slowest = 30.0
}

extension SeededGenerator {
    /// The sum of so many numbers that are spread evenly; of many as one draw from the normal distribution.
    fileprivate mutating func sum(of count: Int, from low: Double, to high: Double) -> Double {
        if count > 20 {
            return Double(count) * (low + high) / 2 + (Double(count) / 12).squareRoot() * (high - low) * normal()
        }
        return (0..<count).reduce(0) { sum, _ in sum + low + (high - low) * uniform() }
    }
}
