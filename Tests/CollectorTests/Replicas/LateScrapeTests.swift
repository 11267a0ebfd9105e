import Latency
import Testing

@testable import Collector

/// The window is (300, 600]. It is collected when it has just ended, and again five minutes later.
@Suite("A scrape that lands after its window was first collected")
struct LateScrapeTests {
    @Test("is counted, though it shows a replica that came back after a gap")
    func returned() throws {
        let steady = replica([(290, 1010), (590, 1014)])
        var back = replica([(599, 520)])
        back.baseline = replica([(-2000, 20)]).scrapes[0]
        let first = try collected([steady])
        let second = try collected([steady, back])
        let stored = second.keeping(betterOf: first).models
        #expect(stored.map(\.histogram.requests) == [4 + 500])
        #expect(stored.map(\.quality) == [.spanned])
    }

    @Test("is counted, though it shows a restart")
    func restarted() throws {
        let first = try collected([replica([(290, 10), (585, 14)])])
        let second = try collected([replica([(290, 10), (585, 14), (599, 3)])])
        let stored = second.keeping(betterOf: first).models
        #expect(stored.map(\.histogram.requests) == [4 + 3])
        #expect(stored.map(\.quality) == [.reset])
    }

    /// The window as the samples show it, summed over replicas.
    private func collected(_ replicas: [ReplicaHistory]) throws -> CollectedWindow {
        let window = Window(endedAt: 600)
        var histogram = Histogram()
        var quality = Quality.exact
        for replica in replicas {
            let increment = try #require(replica.increment(in: window))
            for part in increment.parts { histogram.merge(try part.histogram(.seconds)) }
            quality = max(quality, increment.quality)
        }
        return CollectedWindow(
            window: window, models: [ModelWindow(model: "m", quality: quality, histogram: histogram)])
    }

    private func replica(_ counts: [(Double, Double)]) -> ReplicaHistory {
        ReplicaHistory(
            scrapes: counts.map { time, count in
                var counters = CumulativeBuckets()
                #expect(throws: Never.self) { try counters.add(count, le: "+Inf") }
                return Scrape(time: time, counters: counters)
            })
    }
}
