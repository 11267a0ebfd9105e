import Latency
import Prometheus
import Testing

@testable import Collector

@Suite("Processes that share a job and an instance")
struct SharedInstanceTests {
    private let window = Window(endedAt: 600)

    @Test("don't restart one another")
    func siblings() {
        let starts = starts([(["process": "a"], 10), (["process": "b"], 450)])
        #expect(starts.start(of: replica([:]), in: window) == nil)
    }

    @Test("are told apart by their other labels")
    func pods() {
        let starts = starts([(["pod": "a", "__name__": "process_start_time_seconds"], 10), (["pod": "b"], 450)])
        #expect(starts.start(of: replica(["pod": "a", "model": "m"]), in: window) == 10)
        #expect(starts.start(of: replica(["pod": "b", "model": "m"]), in: window) == 450)
        #expect(starts.start(of: replica(["pod": "c", "model": "m"]), in: window) == nil)
    }

    @Test("need no other labels where there is one only, or all began together")
    func alone() {
        #expect(starts([(["service": "x"], 450)]).start(of: replica(["service": "y"]), in: window) == 450)
        #expect(starts([(["process": "a"], 450), (["process": "b"], 450)]).start(of: replica([:]), in: window) == 450)
    }

    @Test("leave out what a replica had counted before the restart of another")
    func lifetimeOnce() throws {
        let samples = ReplicaSamples(
            [
                Series(
                    labels: replica(["model": "m", "le": "+Inf"]),
                    samples: [Sample(time: 440, value: 3_000_000), Sample(time: 460, value: 3_000_002)])
            ], processStarts: starts([(["process": "a"], 10), (["process": "b"], 450)]), window: window, label: "model")
        let history = try #require(samples.histories.values.first)
        #expect(try history.increment(in: window)?.parts.map { try $0.part().requests } == [2])
    }

    private func replica(_ labels: [String: String]) -> [String: String] {
        labels.merging(["job": "j", "instance": "i"]) { own, _ in own }
    }

    private func starts(_ processes: [([String: String], Double)]) -> ProcessStarts {
        ProcessStarts(
            processes.map { labels, start in
                Series(labels: replica(labels), samples: [Sample(time: 600, value: start)])
            })
    }
}
