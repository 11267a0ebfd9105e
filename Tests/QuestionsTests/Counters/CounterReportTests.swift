import Latency
import Testing

@testable import Questions

@Suite("Counters of the archive")
struct CounterReportTests {
    /// What all layouts of a model counted by the first and by the last of some windows, in minutes after midnight.
    private func counts(
        of test: TestArchive, from start: Int, to end: Int, exactly: Bool
    ) throws -> [String: [Double]] {
        let times = TestArchive.time(start) * 1000...TestArchive.time(end) * 1000
        var report = try CounterReport(
            archive: test.archive,
            request: CounterRequest(
                matchers: [
                    CounterMatcher(label: "source", .equals("default")),
                    CounterMatcher(label: "__name__", .equals("request_duration_seconds_count")),
                ], times: times),
            limits: CounterLimits(
                series: 100, samples: 1000, samplesAtOnce: 1000, countsExactly: exactly,
                deadline: .now + .seconds(60)))
        var counts: [String: [Double]] = [:]
        try report.forEachSeries { (series: CounterSeries, collected: Collected) in
            let samples = collected.samples
            let layout = series.labels.first { $0.name == "layout" }?.value ?? "1"
            #expect(exactly ? samples.count == series.sampleCount : samples.count <= series.sampleCount)
            counts[layout] = samples.filter { $0.time == times.lowerBound || $0.time == times.upperBound }.map(\.value)
        }
        return counts
    }

    @Test(
        "stand at every window of the model in all of its bucket layouts, so that a difference has all requests",
        arguments: [true, false])
    func layouts(exactly: Bool) throws {
        let test = try TestArchive()
        let source = try test.source()
        let others = [0.5, 1.0, 2.0]
        try test.collect(5, TestArchive.model("m", [3, 0, 0, 0]), of: source)
        try test.collect(10, TestArchive.model("m", [4, 0, 0, 0], bounds: others), of: source)
        try test.collect(15, TestArchive.model("m", [5, 0, 0, 0]), of: source)
        try test.collect(20, TestArchive.model("m", [6, 0, 0, 0], bounds: others), of: source)
        #expect(try counts(of: test, from: 5, to: 20, exactly: exactly) == ["1": [3, 8], "2": [0, 10]])
        #expect(try counts(of: test, from: 10, to: 15, exactly: exactly) == ["1": [3, 8], "2": [4, 4]])
    }

    @Test("have none at times that no clock shows", arguments: [Int.max, Int.max - 998, Int.min])
    func beyondClocks(time: Int) throws {
        let test = try TestArchive()
        try test.collect(5, TestArchive.model("m", [3, 0, 0, 0]), of: test.source())
        var report = try CounterReport(
            archive: test.archive, request: CounterRequest(matchers: [], times: time...time),
            limits: CounterLimits(
                series: 100, samples: 1000, samplesAtOnce: 1000, countsExactly: true, deadline: .now + .seconds(60)))
        try report.forEachSeries { (_: CounterSeries, collected: Collected) in #expect(collected.samples.isEmpty) }
    }
}

private struct Collected: SampleCollector {
    private(set) var samples: [CounterSample] = []

    init(capacity: Int) {}

    mutating func append(_ sample: CounterSample) { samples.append(sample) }
}
