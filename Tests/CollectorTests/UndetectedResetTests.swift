import Latency
import Testing

@testable import Collector

/// The window is (300, 600]; scrapes are 15 s apart. Nothing tells when the process began unless it is said.
@Suite("A restart that no count shows")
struct HiddenRestartTests {
    @Test("is suspected where a scrape is missing and the count is small")
    func missingScrape() throws {
        let counts: [Double?] = Array(repeating: 3, count: 30) + [nil, 4, 4, 5]
        #expect(try quality(counts) == .reset)
        #expect(try quality(counts.map { $0.map { $0 + 1000 } }) == .exact)
        #expect(try quality(counts, start: -900) == .exact)
    }

    @Test("is suspected while all of a count may have come since the scrape before, and no longer")
    func young() throws {
        let young: [Double?] = Array(repeating: 500, count: 15) + [1, 2, 4, 5, 5, 6, 7, 7, 8, 9]
        #expect(try quality(young) == .reset)
        // None shows, but 14 requests may have come where 24 did a little later.
        #expect(try quality(Array(repeating: nil, count: 19) + [14, 14, 38, 50]) == .reset)
        #expect(try quality(Array(repeating: 700, count: 20) + [714, 714, 738, 750]) == .exact)
        #expect(try quality(Array(repeating: 7, count: 20) + [8, 8, 9]) == .exact)
    }

    @Test("shows by the latencies, where as many requests came as there were before")
    func otherLatencies() throws {
        let history = ReplicaHistory(scrapes: [
            scrape(300, 1, sum: 0.3), scrape(315, 1, sum: 0.3), scrape(330, 1, sum: 0.45),
        ])
        let increment = try #require(history.increment(in: Window(endedAt: 600)))
        #expect(increment.quality == .reset)
        #expect(try increment.parts.map { try $0.part().requests } == [1])
    }

    private func quality(_ counts: [Double?], start: Double? = nil) throws -> Quality {
        var history = ReplicaHistory(
            scrapes: counts.enumerated().compactMap { place, count in
                count.map { scrape(Double(place + 1) * 15, $0, sum: nil) }
            })
        history.tellStarts { _ in start }
        return try #require(history.increment(in: Window(endedAt: 600))).quality
    }

    private func scrape(_ time: Double, _ count: Double, sum: Double?) -> Scrape {
        var counters = CumulativeBuckets()
        #expect(throws: Never.self) { try counters.add(count, le: "+Inf") }
        if let sum { counters.add(sum: sum) }
        return Scrape(time: time, counters: counters)
    }
}
