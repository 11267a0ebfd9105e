import Latency
import Testing

@testable import Collector
@testable import Prometheus

@Suite("Processes that share a job and an instance")
struct SharedInstanceTests {
    private let window = Window(endedAt: 600)

    @Test("don't restart one another")
    func siblings() {
        let starts = starts([(["process": "a"], 10), (["process": "b"], 450)])
        #expect(starts.processStart(of: replica([:]), at: 460) == nil)
    }

    @Test("are told apart by their other labels")
    func pods() {
        let starts = starts([(["pod": "a"], 10), (["pod": "b"], 450)])
        #expect(starts.processStart(of: replica(["pod": "a", "model": "m"]), at: 460) == 10)
        #expect(starts.processStart(of: replica(["pod": "b", "model": "m"]), at: 460) == 450)
        #expect(starts.processStart(of: replica(["pod": "c", "model": "m"]), at: 460) == nil)
    }

    @Test("need no other labels where there is one only, or all began together")
    func alone() {
        #expect(starts([(["service": "x"], 450)]).processStart(of: replica([:]), at: 460) == 450)
        #expect(
            starts([(["process": "a"], 450), (["process": "b"], 450)]).processStart(of: replica([:]), at: 460) == 450)
    }

    @Test("are nothing to a replica that lacks either label, or was scraped at another moment")
    func unrelated() {
        let starts = starts([([:], 450)])
        #expect(starts.processStart(of: ["job": "j", "model": "m"], at: 460) == nil)
        #expect(starts.processStart(of: replica([:]), at: 461) == nil)
        let nobody = TargetMetadata([
            Series(labels: ["__name__": "process_start_time_seconds"], samples: [Sample(time: 460, value: 450)])
        ])
        #expect(nobody.processStart(of: ["model": "m"], at: 460) == nil)
    }

    @Test("leave out what a replica had counted before the restart of another")
    func lifetimeOnce() throws {
        var samples = ReplicaSamples(
            [
                Series(
                    labels: replica(["model": "m", "le": "+Inf"]),
                    samples: [Sample(time: 440, value: 3_000_000), Sample(time: 460, value: 3_000_002)])
            ], of: .ofM)
        samples.add(starts([(["process": "a"], 10), (["process": "b"], 450)]), in: window)
        let history = try #require(samples.histories.values.first)
        #expect(try history.increment(in: window)?.parts.map { try $0.part().requests } == [2])
    }

    private func replica(_ labels: Labels) -> Labels {
        (["job": "j", "instance": "i"] as Labels).merging(labels)
    }

    private func starts(_ processes: [(Labels, Double)]) -> TargetMetadata {
        TargetMetadata(
            processes.map { labels, start in
                Series(
                    labels: replica(labels).merging(["__name__": "process_start_time_seconds"]),
                    samples: [Sample(time: 460, value: start)])
            })
    }
}
