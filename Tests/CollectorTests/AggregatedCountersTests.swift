import Latency
import Testing

@testable import Collector
@testable import Prometheus

@Suite("Sums at window boundaries")
struct BoundarySumsTests {
    private let boundaries = Window(index: 10)...Window(index: 12)

    @Test("give a window's increment as the difference of its boundaries")
    func difference() throws {
        let sums = try sums([("0.1", [4, 6, 6]), ("+Inf", [5, 9, 9]), (nil, [1, 2.5, 2.5])])
        let first = try #require(requests(sums, in: 11))
        #expect(first.parts.map(\.counts) == [[2, 2]])
        #expect(first.sumMicroseconds == 1_500_000)
        #expect(requests(sums, in: 12)?.requests == 0)
    }

    @Test("know nothing of a model without samples, or that they have never seen")
    func noData() throws {
        let sums = try sums([("0.1", [4, nil, nil]), ("+Inf", [5, nil, nil])])
        #expect(isNoData(sums.increment(of: "m", in: Window(index: 12))))
        #expect(isNoData(sums.increment(of: "other", in: Window(index: 12))))
    }

    @Test(
        "agree with what replicas say also where a bound lies below zero, which no layout has", arguments: [-1, -1e-09])
    func boundBelowZero(bound: Double) throws {
        let sums = try sums([(Name("\(bound)"), [0, 0, 0]), ("0.1", [4, 6, 6]), ("+Inf", [5, 9, 9])])
        let layout = try #require(BucketLayout(upperBounds: [0.1]))
        let part = try #require(Histogram.Part(layout: layout, counts: [2, 2]))
        let value = ModelWindow(model: "m", quality: .exact, histogram: Histogram(part, sumMicroseconds: nil))
        let finding = ReplicaInspector.Finding(model: "m", result: .success(value))
        #expect(throws: Never.self) { try sums.checked(finding, in: Window(index: 11)).result.get() }
        #expect(sums.hasLayout(layout, of: "m", in: boundaries))
        let coarser = try #require(BucketLayout(upperBounds: [0.5]))
        #expect(!sums.hasLayout(coarser, of: "m", in: boundaries))
    }

    @Test(
        "are unclear where a difference is no increment",
        arguments: [
            [("0.1", [4, 3]), ("+Inf", [5, 9])],  // fell
            [("0.1", [nil, 3]), ("+Inf", [nil, 9])],  // appeared
            [("0.1", [4, nil]), ("+Inf", [5, nil])],  // vanished
            [("0.1", [4, nil]), ("0.2", [nil, 4]), ("+Inf", [5, 9])],  // other bounds
            [("0.1", [4, 9]), ("+Inf", [5, 6])],  // more up to 0.1 than in all
            [("0.1", [4, 4]), ("+Inf", [3, 4])],  // more up to 0.1 than in all at the start: it has caught up since
            [("0.1", [4, 5]), ("+Inf", [5, 9]), (nil, [1, 1.2])],  // three above 0.1, in 0.2 together
            [("0.1", [4, 4.5]), ("+Inf", [5, 6])],  // not whole
            [("0.1", [4, 5])],  // no +Inf
            [("0.1", [4.5, 5.5]), ("+Inf", [5, 6])],  // a counter is whole
            [("0.1", [-2, -1]), ("+Inf", [5, 6])],  // nor below zero
            [("0.1", [.nan, .nan]), ("+Inf", [5, 6])],
            [("0.1", [9_007_199_254_740_994, 9_007_199_254_740_994]), ("+Inf", [5, 6])],  // beyond 2^53
            [("0.1", [.infinity, .infinity]), ("+Inf", [5, 6])],
        ] as [[(Name?, [Double?])]])
    func unclear(columns: [(Name?, [Double?])]) throws {
        guard case .unclear = try sums(columns).increment(of: "m", in: Window(index: 11)) else {
            Issue.record("not unclear: \(columns)")
            return
        }
    }

    private func sums(_ columns: [(Name?, [Double?])]) throws -> AggregatedCounters {
        let series = columns.map { le, values in
            let samples = values.enumerated().compactMap { index, value in
                value.map { Sample(time: Double((10 + index) * 300), value: $0) }
            }
            return Series(labels: le.map { ["model": "m", "le": $0] } ?? ["model": "m"], samples: samples)
        }
        return try AggregatedCounters(series, at: boundaries, of: .ofM, unit: .seconds)
    }

    private func requests(_ sums: AggregatedCounters, in index: Int) -> Histogram? {
        guard case .requests(let histogram) = sums.increment(of: "m", in: Window(index: index)) else { return nil }
        return histogram
    }

    private func isNoData(_ increment: AggregatedCounters.Increment) -> Bool {
        if case .noData = increment { true } else { false }
    }
}
