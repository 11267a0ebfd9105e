import Latency
import Prometheus
import TestSupport

@testable import Collector

/// Two hours of one target, scraped every 15 s: requests, restarts, crash loops, times out of sight, and series that are
/// only born with the first request. What happens, and what is told of it, comes from the seed.
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

    /// Requests by the window in which a scrape first showed them.
    private(set) var truth: [Window: Int] = [:]
    private var shown: [Shown] = []
    private var evidence: [EvidenceMetric: [Sample]] = [:]

    init(seed: UInt64, tellsStart: Bool) {
        var random = SplitMix64(seed: seed)
        let tellsUp = Bool.random(using: &random)
        let tellsSamples = tellsUp && Bool.random(using: &random)
        let isShownAtZero = Bool.random(using: &random)
        let rates: [Double] = [0.0005, 0.01, 0.3, 2]
        let rate = rates.randomElement(using: &random) ?? 1
        let lifetimes: [Double] = [30, 300, 3000]
        let calm = lifetimes.randomElement(using: &random) ?? 300

        let isOld = Bool.random(using: &random)
        let firstStart = Double.random(in: isOld ? -5000...(-700) : 0...5000, using: &random)
        var life = Life(start: firstStart, fast: 0, all: 0, sum: 0)
        if life.start < 0 { life.serve(Int.random(in: 0...3000, using: &random), &random) }
        // Nothing vouches for what it did before it was first seen.
        var pending: Int? = life.start < 0 ? nil : 0
        var end = life.start + calm * Double.random(in: 0.5...3, using: &random)
        var hiddenUntil = 0.0
        for time in stride(from: 15.0, through: 7200, by: 15) {
            if time > end, life.start < time {
                let longestOutage: Double = Bool.random(using: &random) ? 5 : 900
                let start = end + Double.random(in: 0...longestOutage, using: &random)
                life = Life(start: start, fast: 0, all: 0, sum: 0)
                pending = 0
                end = start + calm * Double.random(in: 0.2...3, using: &random)
            }
            guard life.start < time else { continue }
            let requests =
                Int.random(in: 0...Int(2 * rate * 15), using: &random)
                + (Double.random(in: 0...1, using: &random) < rate * 15 ? 1 : 0)
            life.serve(requests, &random)
            pending = pending.map { $0 + requests }
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
                if life.all == 0 { pending = 0 }
                continue
            }
            shown.append(Shown(time: time, fast: life.fast, all: life.all, sum: life.sum))
            truth[Window(containing: Int(time)), default: 0] += pending ?? 0
            pending = 0
        }
    }

    private struct Life {
        let start: Double
        var fast: Double
        var all: Double
        var sum: Double

        mutating func serve(_ requests: Int, _ random: inout SplitMix64) {
            for _ in 0..<requests {
                let latency = Double.random(in: 0.01...0.3, using: &random)
                (fast, all, sum) = (fast + (latency <= 0.1 ? 1 : 0), all + 1, sum + latency)
            }
        }
    }

    /// What a closer look at the window finds, as the server would answer it.
    func increment(in window: Window) -> ReplicaHistory.Increment? {
        let range = Double(window.start - Window.seconds)...Double(window.end)
        var samples = ReplicaSamples(series { range.contains($0.time) }, label: "model")
        samples.add(
            TargetMetadata(
                evidence.map { metric, values in
                    Series(
                        labels: Self.labels.filter { $0.key != "model" }.merging(["__name__": Name(metric.rawValue)]) {
                            $1
                        },
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
        func series(_ labels: Labels, _ value: (Shown) -> Double) -> Series {
            Series(
                labels: Self.labels.merging(labels) { $1 },
                samples: wanted.map { Sample(time: $0.time, value: value($0)) })
        }
        return [
            series(["__name__": "m_bucket", "le": "0.1"], \.fast),
            series(["__name__": "m_bucket", "le": "+Inf"], \.all),
            series(["__name__": "m_sum"], \.sum),
        ]
    }
}
