import Archive
import Collector
import Latency
import Questions
import SQLiteStore
import Support
import Testing

@testable import Doctor

@Suite struct UnitCheckTests {
    private func finding(
        metric: String = "request_duration_seconds", _ unit: LatencyUnit? = nil, in examined: ExaminedArchive? = nil
    ) throws -> Finding {
        var settings = try CollectionSettings(url: "http://localhost:9090")
        settings.source = SourceID(name: "default", metric: Name(metric))
        settings.unit = unit
        let archive = try examined.map { try Archive(readingAt: $0.path) }
        let source = try ExaminedSource(settings, in: archive, userAgent: "test", now: CannedPrometheus.now)
        return UnitCheck(source: source, history: try examined.map { try SourceHistory(of: $0) }).finding()
    }

    @Test("a unit that somebody said, that is known, or that the name ends in, is right")
    func well() throws {
        #expect(try finding() == Finding("unit", .ok, "s, by the metric's name"))
        #expect(try finding(.milliseconds) == Finding("unit", .ok, "ms, as told or known of the metric"))
        #expect(
            try finding(metric: "vllm:e2e_request_latency_seconds") == Finding("unit", .ok, "s, as the metric is known")
        )
    }

    @Test("a guess is one until somebody confirms it")
    func guess() throws {
        let unsaid = try finding(metric: "latency")
        #expect(unsaid.verdict == .warning && unsaid.advice == "give the unit that is right: \(.unit)")
        let stored = try finding(metric: "latency", in: ExaminedArchive(metric: "latency", told: .guess))
        #expect(stored.verdict == .warning)
        let advice: Hint =
            "metricsctl archive set-unit UNIT --source default --metric-name latency puts the unit right, or "
            + "confirms it, and keeps the counts; metricsctl archive forget-source default begins anew"
        #expect(stored.advice == advice)
    }

    @Test("a mean that no request can have speaks against the unit")
    func oddMean() throws {
        let odd = try finding(in: ExaminedArchive(told: .name, sumMicroseconds: 20))
        #expect(odd.verdict == .warning)
        #expect(odd.reason == "request_duration_seconds is taken for s, but the mean would be below 10 µs")
        #expect(try finding(in: ExaminedArchive(told: .name, sumMicroseconds: 2_000_000)).verdict == .ok)
    }

    @Test("what is known of a metric speaks against what was collected")
    func disagreement() throws {
        let name = "vllm:request_prompt_tokens"
        #expect(try finding(metric: name).reason.contains("is a count of tokens, but is collected as a latency"))
        #expect(try finding(metric: name).verdict == .warning)
    }
}
