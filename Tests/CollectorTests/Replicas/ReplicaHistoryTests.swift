import Latency
import TestSupport
import Testing

@testable import Collector
@testable import Prometheus

/// The window is (300, 600]; the one before it (0, 300].
@Suite("The increment of a replica")
struct ReplicaHistoryTests {
    private let window = Window(endedAt: 600)

    @Test("is the newest count minus that of the newest scrape before the window")
    func plain() throws {
        let history = history([(285, 1010), (300, 1012), (315, 1013), (600, 1020)])
        #expect(try increment(history) == Counted(requests: 8, quality: .exact))
    }

    @Test("takes a scrape at the window's start as its anchor, and one at its end as its own")
    func boundaries() throws {
        #expect(try increment(history([(300, 1005), (600, 1009)])) == Counted(requests: 4, quality: .exact))
    }

    @Test("is nothing at all without a scrape in the window")
    func noScrape() {
        #expect(history([(285, 10)]).increment(in: window) == nil)
    }

    @Test("leaves out scrapes after the window")
    func later() throws {
        #expect(
            try increment(history([(285, 9010), (585, 9015), (615, 9099)])) == Counted(requests: 5, quality: .exact))
    }

    @Test("across a gap in the scrapes lands where the replica is seen again, and is marked")
    func spanned() throws {
        var history = history([(400, 950), (600, 960)])
        history.baseline = scrape(-3000, 920)
        #expect(try increment(history) == Counted(requests: 40, quality: .spanned))
    }

    @Test("counts from zero what follows a restart, and what was seen before it")
    func restart() throws {
        let history = history([(300, 100), (400, 110), (415, 3), (600, 9)])
        #expect(try increment(history) == Counted(requests: 19, quality: .reset))
    }

    @Test("counts every restart of a crash loop")
    func crashLoop() throws {
        let history = history([(300, 100), (330, 4), (360, 2), (390, 1), (420, 6)])
        #expect(try increment(history) == Counted(requests: 4 + 2 + 1 + 5, quality: .reset))
    }

    @Test("counts from zero after a restart in a gap")
    func restartInGap() throws {
        var history = history([(500, 7)])
        history.baseline = scrape(-1000, 90)
        #expect(try increment(history) == Counted(requests: 7, quality: .reset))
    }

    @Test("sees a restart after which the count has already grown past its old value, by the age of the process")
    func hiddenRestart() throws {
        var history = history([(300, 1), (330, 1), (345, 2)])
        #expect(try increment(history) == Counted(requests: 1, quality: .reset))
        history.tellStarts { _ in 10 }
        #expect(try increment(history) == Counted(requests: 1, quality: .exact))
        history.tellStarts { $0 < 340 ? 10 : 340 }
        #expect(try increment(history) == Counted(requests: 2, quality: .reset))
    }

    @Test("goes on from counts that a new process took over, and says that it restarted")
    func keptCounters() throws {
        var history = history([(300, 1_000_000), (330, 1_000_004), (345, 1_000_005), (360, 1_000_007)])
        history.tellStarts { $0 < 340 ? 10 : 340 }
        #expect(try increment(history) == Counted(requests: 7, quality: .reset))
        // A busy process that restarted can have counted so many anew.
        history = self.history([(300, 1000), (330, 4000), (345, 5500), (360, 6000)])
        history.tellStarts { $0 < 350 ? 10 : 350 }
        #expect(try increment(history) == Counted(requests: 4500 + 6000, quality: .reset))
    }

    @Test("has no sum of latencies where that fell alone: a clock was set back")
    func clockSetBack() throws {
        var scrapes = [(300.0, 9000.0), (315, 9002), (330, 9004)].map { scrape($0, $1) }
        for (place, sum) in [450.0, 451, -3149].enumerated() { scrapes[place].counters.add(sum: sum) }
        let increment = try #require(ReplicaHistory(scrapes: scrapes).increment(in: window))
        #expect(increment.quality == .exact && !increment.isShared)
        #expect(try increment.parts.map { try $0.part().requests } == [4])
        #expect(increment.parts.map { $0.sumMicroseconds(.seconds) } == [nil])
    }

    @Test("does not count from zero what was last seen of the old process")
    func restartNotYetSeen() throws {
        var history = history([(300, 1000), (330, 1004)])
        history.tellStarts { _ in 10 }
        #expect(try increment(history) == Counted(requests: 4, quality: .exact))
    }

    @Test("of a process that began in the window is all that it counted")
    func bornWithProcess() throws {
        var history = history([(500, 3_000), (600, 8_000)])
        history.tellStarts { _ in 490 }
        #expect(try increment(history) == Counted(requests: 8_000, quality: .exact))
    }

    @Test("of a replica that may have counted for years begins at its first scrape, and is marked")
    func unknownPast() throws {
        let history = history([(500, 3_000_000), (600, 3_000_008)])
        #expect(try increment(history) == Counted(requests: 8, quality: .partial))
    }

    @Test("of a process that tells a start in the future is not taken for that of a new one")
    func wrongClock() throws {
        let evidence = TargetMetadata([
            Series(
                labels: ["__name__": "process_start_time_seconds", "job": "j", "instance": "i"],
                samples: [Sample(time: 500, value: 900)])
        ])
        #expect(evidence.processStart(of: ["job": "j", "instance": "i"], at: 500) == nil)
    }

    @Test("of one that restarts with other bounds has a part for each")
    func otherBounds() throws {
        let history = ReplicaHistory(scrapes: [
            scrape(300, 10, bounds: ["0.1", "+Inf"]), scrape(400, 14, bounds: ["0.1", "+Inf"]),
            scrape(450, 5, bounds: ["0.2", "0.5", "+Inf"]),
        ])
        let increment = try #require(history.increment(in: window))
        #expect(increment.quality == .reset)
        let parts = try increment.parts.map { try $0.part() }
        #expect(parts.map(\.requests).sorted() == [4, 5])
        #expect(Set(parts.map(\.layout.upperBounds)) == [[0.1], [0.2, 0.5]])
    }

    @Test("does not take other bounds alone for a restart, which would count its lifetime again")
    func otherBoundsWithoutRestart() throws {
        let history = ReplicaHistory(scrapes: [
            scrape(300, 1000), scrape(400, 1004), scrape(415, 1005, bounds: ["0.2", "+Inf"]),
            scrape(430, 1007, bounds: ["0.2", "+Inf"]),
        ])
        #expect(try increment(history) == Counted(requests: 4 + 2, quality: .partial))
    }

    @Test("of adjacent windows adds up to the counter's growth, for random scrapes without restarts")
    func telescopes() throws {
        var random = SplitMix64(seed: 5)
        for _ in 0..<300 {
            var time = 10.0
            var count = 9000.0
            var scrapes: [(Double, Double)] = []
            while time < 3000 {
                scrapes.append((time, count))
                time += Double.random(in: 5...100, using: &random)
                count += Double(Int.random(in: 0...4, using: &random))
            }
            let total = try stride(from: 600, through: 3000, by: 300).reduce(0) { sum, end in
                let inReach = scrapes.filter { $0.0 > Double(end) - 600 && $0.0 <= Double(end) }
                let counted = try increment(history(inReach), in: Window(endedAt: end))
                #expect(counted.quality == .exact)
                return sum + counted.requests
            }
            let anchor = try #require(scrapes.last { $0.0 <= 300 })
            let newest = try #require(scrapes.last)
            #expect(total == Int(newest.1 - anchor.1))
        }
    }

    // MARK: Fixtures

    private struct Counted: Equatable {
        let requests: Int
        let quality: Quality
    }

    private func increment(_ history: ReplicaHistory, in window: Window = Window(endedAt: 600)) throws -> Counted {
        let increment = try #require(history.increment(in: window))
        return Counted(
            requests: try increment.parts.reduce(0) { $0 + (try $1.part().requests) }, quality: increment.quality)
    }

    private func history(_ counts: [(Double, Double)]) -> ReplicaHistory {
        ReplicaHistory(scrapes: counts.map { scrape($0.0, $0.1) })
    }

    /// All requests lie in the first bucket.
    private func scrape(_ time: Double, _ count: Double, bounds: [String] = ["0.1", "+Inf"]) -> Scrape {
        var counters = CumulativeBuckets()
        for bound in bounds { #expect(throws: Never.self) { try counters.add(count, le: bound) } }
        return Scrape(time: time, counters: counters)
    }
}

extension ReplicaHistory {
    /// Lets the target tell at every scrape when its process began.
    mutating func tellStarts(_ start: (Double) -> Double?) {
        for place in scrapes.indices { scrapes[place].processStart = start(scrapes[place].time) }
    }
}
