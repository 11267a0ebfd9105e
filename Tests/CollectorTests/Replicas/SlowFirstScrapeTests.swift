import Latency
import Testing

@testable import Collector

/// The window is (300, 600], and nothing was scraped of the replica before it.
@Suite("A replica that is first scraped long after it began")
struct SlowFirstScrapeTests {
    @Test("counts all its requests, which may have come before the window")
    func scrapedOnceAMinute() throws {
        let increment = try increment(processStart: 255, scrapes: [(312, 40), (372, 45)])
        #expect(increment.quality == .spanned)
        #expect(try increment.parts.map { try $0.part().requests } == [45])
    }

    @Test("counts from its first scrape where it may have been counted elsewhere for long")
    func older() throws {
        let increment = try increment(processStart: -10, scrapes: [(312, 40), (372, 45)])
        #expect(increment.quality == .partial)
        #expect(try increment.parts.map { try $0.part().requests } == [5])
    }

    private func increment(
        processStart: Double, scrapes: [(Double, Double)]
    ) throws -> ReplicaHistory.Increment {
        var history = ReplicaHistory(
            scrapes: scrapes.map { time, count in
                var counters = CumulativeBuckets()
                #expect(throws: Never.self) { try counters.add(count, le: "+Inf") }
                return Scrape(time: time, counters: counters)
            })
        history.tellStarts { _ in processStart }
        return try #require(history.increment(in: Window(endedAt: 600)))
    }
}
