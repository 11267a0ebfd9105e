import Latency
import TestSupport

@testable import Collector
@testable import Prometheus

/// Two hours of one target, scraped every 15 s: requests, restarts, crash loops, times out of sight, and series that are
/// only born with the first request; restarts that have counted as far as before when they are seen; clocks that are set
/// back; counts by range. What happens, and what is told of it, comes from the seed.
struct ReplicaTimeline {
    static let windows = Window(endedAt: 300)...Window(endedAt: 7200)
    private static let labels: Labels = ["job": "j", "instance": "i", "model": "m"]

    /// One scrape that shows the replica.
    private struct Shown {
        let time: Double
        let fast: Double
        let all: Double
        let sum: Double
    }

    struct Counted: Equatable {
        var requests = 0
        /// Those of at most 0.1 s.
        var fast = 0

        static func + (one: Counted, other: Counted) -> Counted {
            Counted(requests: one.requests + other.requests, fast: one.fast + other.fast)
        }
    }

    /// Of which of the rarer kinds it has any.
    struct Kinds {
        var equalTotals = 0
        var negative = 0
        var isRanged = false
    }

    /// Requests by the window in which a scrape first showed them.
    private(set) var truth: [Window: Counted] = [:]
    private(set) var kinds = Kinds()
    private var shown: [Shown] = []
    private var evidence: [EvidenceMetric: [Sample]] = [:]

    init(seed: UInt64, tellsStart: Bool) {
        var random = SplitMix64(seed: seed)
        let tellsUp = Bool.random(using: &random)
        let tellsSamples = tellsUp && Bool.random(using: &random)
        kinds.isRanged = Int.random(in: 0..<4, using: &random) == 0
        let isShownAtZero = Bool.random(using: &random) && !kinds.isRanged
        // Histograms by range leave such observations out. Where no process tells its start, a restart explains as well
        // that the sum fell.
        let isSetBack = tellsStart && !kinds.isRanged && Int.random(in: 0..<3, using: &random) == 0
        let rates: [Double] = [0.0005, 0.01, 0.3, 2]
        let rate = rates.randomElement(using: &random) ?? 1
        let lifetimes: [Double] = [30, 300, 3000]
        let calm = lifetimes.randomElement(using: &random) ?? 300

        let isOld = Bool.random(using: &random)
        let firstStart = Double.random(in: isOld ? -5000...(-700) : 0...5000, using: &random)
        var life = Life(start: firstStart, fast: 0, all: 0, sum: 0)
        if life.start < 0 { _ = life.serve(Int.random(in: 0...3000, using: &random), &random) }
        // Nothing vouches for what it did before it was first seen.
        var pending: Counted? = life.start < 0 ? nil : Counted()
        var end = life.start + calm * Double.random(in: 0.5...3, using: &random)
        var hiddenUntil = 0.0
        // How many a new process has counted when it is seen.
        var burst: Int?
        for time in stride(from: 15.0, through: 7200, by: 15) {
            if time > end, life.start < time {
                let longestOutage: Double = Bool.random(using: &random) ? 5 : 900
                let start = end + Double.random(in: 0...longestOutage, using: &random)
                life = Life(start: start, fast: 0, all: 0, sum: 0)
                pending = Counted()
                end = start + calm * Double.random(in: 0.2...3, using: &random)
                let before = Int(shown.last?.all ?? 0)
                // Untold, a restart that counts faster than ever looks like growth.
                let most = tellsStart ? 300 : Int(rate * 15)
                burst = before > 0 && before <= most && Bool.random(using: &random) ? before : nil
                // With others than before, so that buckets move.
                life.share = Double.random(in: 0...1, using: &random)
            }
            guard life.start < time else { continue }
            var requests =
                Int.random(in: 0...Int(2 * rate * 15), using: &random)
                + (Double.random(in: 0...1, using: &random) < rate * 15 ? 1 : 0)
            if let counted = burst { requests = max(0, counted - Int(life.all)) }
            let served = life.serve(requests, &random)
            pending = pending.map { $0 + served }
            if isSetBack, Int.random(in: 0..<40, using: &random) == 0 {
                let early = life.serve(negative: Double.random(in: 0.001...20, using: &random))
                pending = pending.map { $0 + early }
                kinds.negative += 1
            }
            if Int.random(in: 0..<200, using: &random) == 0 {
                hiddenUntil = time + Double.random(in: 15...2400, using: &random)
            }
            let isSeen = time > hiddenUntil
            if tellsUp { evidence[.up, default: []].append(Sample(time: time, value: isSeen ? 1 : 0)) }
            guard isSeen else { continue }
            let isShown = isShownAtZero || life.all > 0
            if tellsSamples {
                evidence[.samplesScraped, default: []].append(Sample(time: time, value: isShown ? 14 : 10))
            }
            if tellsStart { evidence[.processStart, default: []].append(Sample(time: time, value: life.start)) }
            guard isShown else {
                // A scrape without the series says that nothing was counted so far.
                if life.all == 0 { pending = Counted() }
                continue
            }
            if burst != nil, shown.last?.all == life.all, shown.last?.fast != life.fast { kinds.equalTotals += 1 }
            burst = nil
            shown.append(Shown(time: time, fast: life.fast, all: life.all, sum: life.sum))
            let window = Window(containing: Int(time))
            truth[window] = (truth[window] ?? Counted()) + (pending ?? Counted())
            pending = Counted()
        }
    }

    private struct Life {
        let start: Double
        var fast: Double
        var all: Double
        var sum: Double

        /// How many requests take at most 0.1 s, of one.
        var share = 0.3

        mutating func serve(_ requests: Int, _ random: inout SplitMix64) -> Counted {
            var served = Counted(requests: requests)
            for _ in 0..<requests {
                let isFast = Double.random(in: 0..<1, using: &random) < share
                served.fast += isFast ? 1 : 0
                sum += Double.random(in: isFast ? 0.01...0.1 : 0.11...0.3, using: &random)
            }
            (fast, all) = (fast + Double(served.fast), all + Double(requests))
            return served
        }

        /// A request that ended before it began, on a clock that was set back.
        mutating func serve(negative seconds: Double) -> Counted {
            (fast, all, sum) = (fast + 1, all + 1, sum - seconds)
            return Counted(requests: 1, fast: 1)
        }
    }

    /// What a closer look at the window finds, as the server would answer it.
    func increment(in window: Window) -> ReplicaHistory.Increment? {
        let range = Double(window.start - Window.seconds)...Double(window.end)
        var samples = ReplicaSamples(series { range.contains($0.time) }, of: .ofM)
        samples.add(
            TargetMetadata(
                evidence.map { metric, values in
                    Series(
                        labels: Self.labels.filter { $0.key != "model" }.merging(["__name__": Name(metric.rawValue)]),
                        samples: values.filter { range.contains($0.time) })
                }), in: window)
        if !samples.unanchored(in: window).isEmpty, let newest = shown.last(where: { $0.time < range.lowerBound }) {
            samples.add(anchors: series { $0.time == newest.time })
        }
        return samples.histories.values.first?.increment(in: window)
    }

    private func series(where isWanted: (Shown) -> Bool) -> [Series] {
        let wanted = shown.filter(isWanted)
        guard !wanted.isEmpty else { return [] }
        func series(_ labels: Labels, _ value: (Shown) -> Double?) -> Series {
            Series(
                labels: Self.labels.merging(labels),
                samples: wanted.compactMap { shown in value(shown).map { Sample(time: shown.time, value: $0) } })
        }
        let sum = series(["__name__": "m_sum"], \.sum)
        guard kinds.isRanged else {
            return [
                series(["__name__": "m_bucket", "le": "0.1"], \.fast),
                series(["__name__": "m_bucket", "le": "+Inf"], \.all), sum,
            ]
        }
        // A range comes with its first request.
        return [
            series(["__name__": "m_bucket", "vmrange": "8.799e-02...1.000e-01"]) { $0.fast > 0 ? $0.fast : nil },
            series(["__name__": "m_bucket", "vmrange": "2.783e-01...3.162e-01"]) {
                $0.all > $0.fast ? $0.all - $0.fast : nil
            }, sum,
        ].filter { !$0.samples.isEmpty }
    }
}
