import Latency
import Testing

@testable import Collector

@Suite("Cumulative buckets")
struct CumulativeBucketsTests {
    @Test("become counts per bucket, in the order of their bounds")
    func perBucket() throws {
        let part = try buckets([("+Inf", 10), ("0.5", 7), ("0.1", 4)]).part()
        #expect(part.layout.upperBounds == [0.1, 0.5])
        #expect(part.counts == [4, 3, 3])
    }

    @Test("take different spellings of a bound as one")
    func spellings() throws {
        let part = try buckets([("1", 2), ("1.0", 3), ("1e+00", 1), ("1e+06", 8), ("+Inf", 9)]).part()
        #expect(part.layout.upperBounds == [1, 1_000_000])
        #expect(part.counts == [6, 2, 1])
    }

    @Test(
        "are refused, with a reason, where no request could have made them",
        arguments: [
            ([("0.1", 1.0)], "has no bucket le=\"+Inf\""),
            ([("0.1", 5), ("+Inf", 4)], "has fewer requests in bucket le=\"+Inf\" than in the buckets below"),
            ([("0.1", 0.5), ("+Inf", 1)], "has an impossible count 0.5 in bucket le=\"0.1\""),
            ([("0.1", -1), ("+Inf", 1)], "has an impossible count -1.0 in bucket le=\"0.1\""),
            ([("0.1", .nan), ("+Inf", 1)], "has an impossible count nan in bucket le=\"0.1\""),
            ([("0.1", 0), ("+Inf", .infinity)], "has an impossible count inf in bucket le=\"+Inf\""),
            ([("0.1", 0), ("+Inf", 1e16)], "has an impossible count 1e+16 in bucket le=\"+Inf\""),
        ] as [([(String, Double)], String)])
    func refused(counts: [(String, Double)], reason: String) throws {
        let buckets = try buckets(counts)
        let refusal = #expect(throws: CumulativeBuckets.Refusal.self) { try buckets.part() }
        #expect(refusal?.reason == reason)
    }

    @Test("have what is below zero in the lowest bucket of a latency, whatever small number the bound is")
    func belowZero() throws {
        for bound in ["-0.1", "-4.440892098500626e-16"] {
            for count in [0.0, 2] {
                let part = try buckets([(bound, count), ("0.5", 5), ("+Inf", 6)]).part()
                #expect(part.layout.upperBounds == [0.5])
                #expect(part.counts == [5, 1])
            }
        }
    }

    @Test("refuse a bound that is no number")
    func noNumber() {
        #expect(throws: CumulativeBuckets.Refusal.self) { try buckets([("many", 1)]) }
        #expect(throws: CumulativeBuckets.Refusal.self) { try buckets([("NaN", 1)]) }
    }

    @Test("store the sum of latencies in microseconds, whatever the metric's unit")
    func sums() throws {
        var counters = try buckets([("+Inf", 1)])
        #expect(counters.sumMicroseconds(.seconds) == nil)
        counters.add(sum: 1.25)
        #expect(counters.sumMicroseconds(.seconds) == 1_250_000)
        #expect(counters.sumMicroseconds(.milliseconds) == 1250)
        counters.add(sum: .nan)
        #expect(counters.sumMicroseconds(.seconds) == nil)
    }

    @Test("show a restart by any count that fell")
    func restarts() throws {
        let before = try buckets([("0.1", 5), ("+Inf", 9)])
        #expect(try !buckets([("0.1", 5), ("+Inf", 9)]).hasFallen(since: before))
        #expect(try !buckets([("0.1", 6), ("+Inf", 10)]).hasFallen(since: before))
        #expect(try buckets([("0.1", 4), ("+Inf", 12)]).hasFallen(since: before))
        #expect(try buckets([("0.2", 1), ("+Inf", 3)]).hasFallen(since: before))
        #expect(try !buckets([("0.2", 5), ("+Inf", 9)]).hasFallen(since: before))
    }

    private func buckets(_ counts: [(String, Double)]) throws -> CumulativeBuckets {
        var buckets = CumulativeBuckets()
        for (le, count) in counts { try buckets.add(count, le: le) }
        return buckets
    }
}
