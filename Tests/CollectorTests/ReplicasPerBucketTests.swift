import Latency
import Testing

@testable import Collector
@testable import Prometheus

@Suite("Bucket layouts")
struct LayoutCountsTests {
    @Test("are one where every bound has the same number of replicas")
    func uniform() {
        #expect(!isMixed(before: ["0.1": 2, "+Inf": 2], now: ["0.1": 2, "+Inf": 2]))
        #expect(!isMixed(before: ["0.1": 2, "+Inf": 2], now: ["0.1": 3, "+Inf": 3]))
    }

    @Test("are mixed where some bounds have fewer replicas than others")
    func mixed() {
        #expect(isMixed(before: [:], now: ["0.1": 1, "0.2": 1, "+Inf": 2]))
    }

    @Test("are mixed where the bounds were others in the window before")
    func changed() {
        #expect(isMixed(before: ["0.1": 1, "+Inf": 1], now: ["0.2": 1, "+Inf": 1]))
    }

    @Test("are one where replicas spell the same bounds differently")
    func spelled() {
        #expect(!isMixed(before: [:], now: ["1": 1, "1.0": 1, "+Inf": 2]))
    }

    @Test("are one for a model that has no samples, or had none before")
    func noSamples() {
        #expect(!isMixed(before: ["0.1": 1, "+Inf": 1], now: [:]))
        #expect(!isMixed(before: [:], now: ["0.1": 1, "+Inf": 1]))
    }

    private func isMixed(before: [Name: Double], now: [Name: Double]) -> Bool {
        let series = [(before, 10), (now, 11)].flatMap { counts, index in
            counts.map { le, count in
                Series(labels: ["model": "m", "le": le], samples: [Sample(time: Double(index * 300), value: count)])
            }
        }
        return ReplicasPerBucket(series, of: HistogramQueries.ofM.selector).isMixed("m", in: Window(index: 11))
    }
}
