import Testing

@testable import Collector

/// Scrapes 15 s apart of a replica that is mostly idle, so that no pace explains more than fifty requests.
@Suite("Between two scrapes of a replica")
struct CounterChangeTests {
    private let idle = CounterRate([])

    @Test("a sum that fell while the counts went on is no restart, if the process says that it is the same")
    func negativeObservation() {
        let (before, after) = (scrape([30, 40, 40], sum: 18), scrape([31, 41, 41], sum: 17.998))
        #expect(change(before, after, starts: (-9000, -9000)) == .growth)
        // One that only the later scrape tells of, and that began before the earlier one, is the same, too.
        #expect(change(before, after, starts: (nil, -9000)) == .growth)
        // Where nothing tells, so few requests may be all new.
        #expect(change(before, after, starts: (nil, nil)) == .restart)
    }

    @Test("a newer process with as many requests, of other latencies, is a restart")
    func equalTotals() {
        #expect(
            change(scrape([80, 80, 120], sum: 60), scrape([120, 120, 120], sum: 24), starts: (-9000, 5)) == .restart)
        #expect(
            change(scrape([80, 80, 120], sum: nil), scrape([120, 120, 120], sum: nil), starts: (-9000, 5)) == .restart)
        // Only the sum differs.
        #expect(
            change(scrape([80, 90, 120], sum: 60), scrape([80, 90, 120], sum: 50), starts: (-9000, 5)) == .restart)
        #expect(
            change(scrape([80, 90, 120], sum: 60), scrape([80, 90, 120], sum: 61), starts: (-9000, 5)) == .restart)
    }

    @Test("a newer process with the very same counts, or a few more, went on with them")
    func kept() {
        let before = scrape([80_000, 80_000, 120_000], sum: 600)
        #expect(change(before, before, starts: (-9000, 5)) == .keptCounters)
        #expect(change(before, scrape([80_003, 80_003, 120_003], sum: 602), starts: (-9000, 5)) == .keptCounters)
        // Read while it counted.
        #expect(change(before, scrape([80_003, 80_003, 120_002], sum: 602), starts: (-9000, 5)) == .keptCounters)
    }

    @Test("as many requests of lower latencies, and a sum that fell, are a restart that no process tells")
    func untoldRestart() {
        #expect(
            change(scrape([80, 80, 120], sum: 60), scrape([120, 120, 120], sum: 24), starts: (nil, nil))
                == .restart)
    }

    @Test("buckets that catch up with the count of all are those of one process")
    func catchingUp() {
        let (before, after) = (scrape([497, 497, 500], sum: 200), scrape([506, 506, 506], sum: 203))
        for starts in [(nil, nil), (-9000.0, -9000.0)] as [(Double?, Double?)] {
            #expect(change(before, after, starts: starts) == .catchingUp)
        }
    }

    private func scrape(_ counts: [Double], sum: Double?) -> Scrape {
        var counters = CumulativeBuckets()
        for (le, count) in zip(["0.5", "1.0", "+Inf"], counts) {
            #expect(throws: Never.self) { try counters.add(count, le: le) }
        }
        if let sum { counters.add(sum: sum) }
        return Scrape(time: 0, counters: counters)
    }

    private func change(
        _ before: Scrape, _ after: Scrape, starts: (before: Double?, after: Double?)
    ) -> CounterChange {
        let evened = before.evened
        var (before, after) = (evened, Scrape(time: 15, counters: after.evened.counters))
        (before.processStart, after.processStart) = (starts.before, starts.after)
        return CounterChange.between(before, after, pace: idle)
    }
}
