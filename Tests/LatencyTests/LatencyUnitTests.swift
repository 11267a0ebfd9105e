import Latency
import Testing

@Suite("A unit")
struct LatencyUnitTests {
    @Test(
        "is what the metric's name ends in",
        arguments: [
            ("request_duration_seconds", LatencyUnit.seconds), ("kong_latency_ms", .milliseconds),
            ("x_milliseconds", .milliseconds), ("nv_inference_request_duration_us", .microseconds),
            ("x_microseconds", .microseconds), ("x_s", .seconds), ("x_sec", .seconds), ("x_secs", .seconds),
            ("x_second", .seconds), ("x_msec", .milliseconds), ("x_msecs", .milliseconds), ("x_millis", .milliseconds),
            ("x_millisecond", .milliseconds), ("x_usec", .microseconds), ("x_usecs", .microseconds),
            ("x_micros", .microseconds), ("x_ns", .nanoseconds), ("x_nsec", .nanoseconds), ("x_nanos", .nanoseconds),
            ("x_nanoseconds", .nanoseconds), ("x_min", .minutes), ("x_mins", .minutes), ("x_minutes", .minutes),
        ])
    func fromName(name: String, unit: LatencyUnit) {
        #expect(LatencyUnit(ofName: name) == unit)
        #expect(LatencyUnit(ofName: name + "_total") == unit)
        #expect(LatencyUnit(ofName: name.split(separator: "_").joined(separator: ".")) == unit)
    }

    @Test(
        "is also told by what stands before a kind of metric, and by words that only capitals part",
        arguments: [
            ("x_seconds_histogram", LatencyUnit.seconds), ("x_latency_ms_bucket", .milliseconds),
            ("requestLatencyMs", .milliseconds), ("http_durationSeconds", .seconds), ("x:y_latency_ns", .nanoseconds),
        ])
    func fromOtherNames(name: String, unit: LatencyUnit) { #expect(LatencyUnit(ofName: name) == unit) }

    @Test(
        "is not guessed from a name that tells none",
        arguments: [
            "litellm_request_total_latency_metric", ":tensorflow:serving:request_latency", "apisix_llm_latency",
            "tgi_request_duration", "items", "corpus", "x_status", "x_bus", "x_items", "x_terms", "seconds", "ms",
            "x_seconds_count", "x_m", "", "_", "x_seconds_per_token",
        ])
    func noGuess(name: String) { #expect(LatencyUnit(ofName: name) == nil) }

    @Test("converts to the units of answers and of stored sums")
    func converts() {
        #expect(LatencyUnit.seconds.milliseconds(0.25) == 250)
        #expect(LatencyUnit.microseconds.milliseconds(250) == 0.25)
        #expect(LatencyUnit.nanoseconds.milliseconds(250_000) == 0.25)
        #expect(LatencyUnit.minutes.milliseconds(0.5) == 30_000)
        #expect(LatencyUnit.milliseconds.microseconds(1.5) == 1500)
        #expect(LatencyUnit.nanoseconds.microseconds(1_500_000) == 1500)
        #expect(LatencyUnit.minutes.microseconds(0.5) == 30_000_000)
    }

    @Test("gives a stored sum back as it was", arguments: LatencyUnit.allCases)
    func storedSum(unit: LatencyUnit) {
        let value = unit.value(microseconds: 7_200_000_000)
        #expect(Int(unit.microseconds(value).rounded()) == 7_200_000_000)
        #expect(unit.milliseconds(value) == 7_200_000)
    }

    @Test("has layouts for exponential histograms that hold 1 ms and 30 s to 9 %", arguments: LatencyUnit.allCases)
    func exponentialLayouts(unit: LatencyUnit) throws {
        let bounds = try #require(ExponentialBounds.layouts(unit).first).upperBounds.map(unit.milliseconds)
        for value in [1.0, 30_000] {
            let above = try #require(bounds.first { $0 >= value })
            let below = try #require(bounds.last { $0 < value })
            #expect(above / below < 1.0906)
        }
    }
}
