import Incidents
import Latency
import Statistics
import Support

/// A simulated model: twelve weeks in which nothing is wrong, then a month, hour by hour.
struct Month {
    static let quietDays = 84
    static let days = quietDays + 30
    /// A Monday.
    static let epoch = 345_600

    private let layout: BucketLayout
    let hours: [ScenarioTraffic.Counted]
    /// By day.
    private let dayCounts: [[Int]]

    init(_ scenario: Scenario, layout: BucketLayout, seed: UInt64, incident: Incident?, days: Int = Month.days) {
        self.layout = layout
        var traffic = ScenarioTraffic(
            scenario, bounds: layout.upperBounds, step: 3600, seed: seed, incident: incident)
        let hours = (0..<days * 24).map { _ in traffic.next() }
        self.hours = hours
        dayCounts = (0..<days).map { day in
            Month.added(hours[day * 24..<day * 24 + 24].map(\.counts))
        }
    }

    /// The last `length` days before `day`, beside the blocks that the program takes.
    func comparison(endingAt day: Int, length: Int, method: ComparisonMethod = ComparisonMethod()) -> Comparison {
        Comparison(
            later: block(day - length..<day), baseline: baseline(endingAt: day, length: length).map(block),
            days: Double(length), method: method)
    }

    /// Days.
    func baseline(endingAt day: Int, length: Int) -> [Range<Int>] {
        let later = Month.epoch + (day - length) * 86_400...Month.epoch + day * 86_400
        return ComparedStretches(before: later, since: Month.epoch, zone: .utc).blocks.map { range in
            (range.lowerBound - Month.epoch) / 86_400..<(range.upperBound - Month.epoch) / 86_400
        }
    }

    func block(_ days: Range<Int>) -> Block {
        Block(parts: hours[days.lowerBound * 24..<days.upperBound * 24].map { histogram(counts: $0.counts) })
    }

    func histogram(_ days: Range<Int>) -> Histogram { histogram(counts: counts(days)) }

    func histogram(counts: [Int]) -> Histogram {
        guard let part = Histogram.Part(layout: layout, counts: counts) else { return Histogram() }
        return Histogram(part, sumMicroseconds: nil)
    }

    func counts(_ days: Range<Int>) -> [Int] { Month.added(Array(dayCounts[days])) }

    static func added(_ counts: [[Int]]) -> [Int] {
        var sum = counts[0]
        for other in counts.dropFirst() { for bucket in sum.indices { sum[bucket] += other[bucket] } }
        return sum
    }
}
