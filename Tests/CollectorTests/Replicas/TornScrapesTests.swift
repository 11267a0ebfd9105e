import Latency
import Testing

@testable import Collector
@testable import Prometheus

/// The window is (300, 600]; the one behind it (600, 900]. Scrapes are a minute apart; a replica serves two requests in
/// each minute, up to 0.5 s.
@Suite("A replica that is scraped while it counts")
struct TornScrapesTests {
    private let windows = [Window(endedAt: 600), Window(endedAt: 900)]

    @Test("whose count of all lags behind at a window's end has the rest in the next window")
    func allLag() throws {
        let counted = try windows.map { try increment(in: $0) { $0 == 600 ? [0, -1] : [0, 0] } }
        #expect(counted == [Counted([9, 0], .partial), Counted([11, 0], .spanned)])
    }

    @Test("whose count of all is ahead at a window's end loses nothing, and says where that shows")
    func allAhead() throws {
        let counted = try windows.map { try increment(in: $0) { $0 == 600 ? [-1, 0] : [0, 0] } }
        #expect(counted == [Counted([9, 1], .exact), Counted([10, 0], .reset)])
    }

    @Test("whose count of all is ahead at a window's end shows it at once where the sum is too low for that")
    func aheadOfSum() throws {
        let ahead = history(pace: 0.001) { $0 == 600 ? [-2, 0] : [0, 0] }
        let increments = try windows.map { try #require(ahead.increment(in: $0)) }
        #expect(try increments.map { try Counted($0) } == [Counted([8, 2], .reset), Counted([10, 0], .reset)])
        #expect(increments.map(\.flaws) == [[.countAhead], [.countAhead, .caughtUp]])
    }

    @Test("is not one whose sum is always too low")
    func wrongSum() throws {
        let wrong = history(pace: 0) { [-0.3 * (1000 + $0 / 30), 0].map { $0.rounded() } }
        #expect(try windows.map { try #require(wrong.increment(in: $0)).quality } == [.exact, .exact])
    }

    @Test("whose buckets catch up at a window's first scrape shows it, though slow requests come later")
    func hiddenByOthers() throws {
        let increment = try #require(
            history { $0 == 600 ? [-1, 0] : $0 > 720 ? [-2, 0] : [0, 0] }.increment(in: windows[1]))
        #expect(try Counted(increment) == Counted([9, 1], .reset))
        #expect(increment.flaws == [.countAhead, .caughtUp])
    }

    @Test("inside a window alone is counted as ever", arguments: [[-1.0, 0], [0, -1]])
    func inside(lag: [Double]) throws {
        let counted = try windows.map { try increment(in: $0) { $0 == 480 || $0 == 720 ? lag : [0, 0] } }
        #expect(counted == [Counted([10, 0], .exact), Counted([10, 0], .exact)])
    }

    @Test("is not one that leaves out of its buckets what is in those below: that is refused")
    func notCumulative() throws {
        let increment = try #require(history { [0, -0.4 * (1000 + $0 / 30)] }.increment(in: windows[0]))
        #expect(increment.flaws == [.impossibleCounts])
        #expect(try increment.parts.map { try $0.part().requests } == [0])
    }

    private struct Counted: Equatable {
        let counts: [Int]
        let quality: Quality
        init(_ counts: [Int], _ quality: Quality) { (self.counts, self.quality) = (counts, quality) }

        init(_ increment: ReplicaHistory.Increment) throws {
            #expect(increment.parts.count == 1)
            self.init(try increment.parts[0].part().counts, increment.quality)
        }
    }

    private func increment(in window: Window, _ lag: (Double) -> [Double]) throws -> Counted {
        try Counted(try #require(history(lag: lag).increment(in: window)))
    }

    /// - Parameters:
    ///   - pace: how much the sum grows in a second.
    ///   - lag: what the two buckets have too much at a time; below zero, too little.
    private func history(pace: Double = 0.01, lag: (Double) -> [Double]) -> ReplicaHistory {
        let times = Array(stride(from: 60.0, through: 900, by: 60))
        let series = ["0.5", "+Inf"].enumerated().map { place, le in
            Series(
                labels: ["__name__": "m_bucket", "le": le, "model": "m", "instance": "i"],
                samples: times.map { Sample(time: $0, value: 1000 + $0 / 30 + lag($0)[place]) })
        }
        let sum = Series(
            labels: ["__name__": "m_sum", "model": "m", "instance": "i"],
            samples: times.map { Sample(time: $0, value: 300 + $0 * pace) })
        return ReplicaSamples(series + [sum], of: .ofM).histories.values.first ?? ReplicaHistory(scrapes: [])
    }
}
