import Latency
import Testing

@testable import Collector
@testable import Prometheus

/// A metric `n` that was called `m` before.
@Suite("A replica whose metric gets another name")
struct RenamedMetricTests {
    private let window = Window(endedAt: 600)
    private let queries = HistogramQueries(
        MetricSelector([.histogram("n"), .histogram("m")], selector: "", modelLabel: "model"))

    @Test("goes on counting, whether both names are there for a while or not", arguments: [false, true])
    func goesOn(overlaps: Bool) throws {
        let old = (60...(overlaps ? 480 : 440)).times.map { ($0, $0) }
        let new = (460...600).times.map { ($0, $0) }
        let increment = try increment(series("m", ["1"], old) + series("n", ["1"], new))
        #expect(increment.quality == .exact)
        #expect(try increment.parts.map { try $0.part().counts } == [[0, 300]])
    }

    @Test("is joined at the bounds that both have where it gets others, too")
    func otherBounds() throws {
        let old = series("m", ["0.5", "1"], (60...440).times.map { ($0, $0) })
        let new = series("n", ["1", "2"], (460...600).times.map { ($0, $0) })
        let increment = try increment(old + new)
        #expect(try increment.parts.reduce(0) { $0 + (try $1.part().requests) } == 300)
        #expect(try increment.parts.map { try $0.part().layout.upperBounds } == [[0.5, 1], [1], [1, 2]])
    }

    @Test("and begins anew with it is a restart")
    func restarts() throws {
        let old = (60...440).times.map { ($0, $0) }
        let new = (460...600).times.map { ($0, $0 - 450) }
        let increment = try increment(series("m", ["1"], old) + series("n", ["1"], new))
        #expect(increment.quality == .reset)
        #expect(try increment.parts.reduce(0) { $0 + (try $1.part().requests) } == 140 + 150)
    }

    /// All requests are slower than the bounds but +Inf.
    private func series(_ name: String, _ bounds: [String], _ samples: [(Int, Int)]) -> [Series] {
        (bounds + ["+Inf"]).map { le in
            Series(
                labels: ["__name__": Name(name + "_bucket"), "le": Name(le), "model": "a", "instance": "i"],
                samples: samples.map { Sample(time: Double($0), value: le == "+Inf" ? Double($1) : 0) })
        }
    }

    private func increment(_ series: [Series]) throws -> ReplicaHistory.Increment {
        var samples = ReplicaSamples(series, of: queries)
        #expect(samples.histories.count == 1)
        samples.add(TargetMetadata(), in: window)
        return try #require(samples.histories.values.first?.increment(in: window))
    }
}

extension ClosedRange<Int> {
    /// Every 20 s of it.
    fileprivate var times: [Int] { Array(stride(from: lowerBound, through: upperBound, by: 20)) }
}
