import Latency
import Testing

@testable import Collector
@testable import Prometheus

/// The window is (300, 600]. A replica of which nothing is known before is first scraped at 500, with some lifetime's
/// requests, and then with five more, one at a time.
@Suite("A replica that was never seen before")
struct ReplicaBirthTests {
    @Test("is new if its target was scraped without it, and has more samples since")
    func bornLater() throws {
        let up = target("up", [470: 1, 485: 1, 500: 1])
        let samples = target("scrape_samples_scraped", [470: 90, 485: 90, 500: 92])
        #expect(try increment(of: 20, up, samples) == Counted(requests: 25, quality: .exact))
        // A process that long ran without it may have counted much in one scrape interval.
        #expect(try increment(of: 3000, up, samples) == Counted(requests: 3005, quality: .exact))
    }

    @Test("is not new if its target has no more samples: it was dropped before, or had another name")
    func keptAgain() throws {
        let up = target("up", [470: 1, 485: 1, 500: 1])
        for added in [0.0, 1] {
            let samples = target("scrape_samples_scraped", [470: 90, 485: 90, 500: 90 + added])
            #expect(try increment(of: 3, up, samples) == Counted(requests: 5, quality: .partial))
        }
    }

    @Test("is new, where nobody counts samples, only if its first value can have come since the scrape before")
    func onlyUp() throws {
        let up = target("up", [485: 1, 500: 1])
        #expect(try increment(of: 20, up) == Counted(requests: 25, quality: .exact))
        #expect(try increment(of: 1_000_000, up) == Counted(requests: 5, quality: .partial))
        // Series went when the process restarted, and nobody tells that it did.
        let samples = target("scrape_samples_scraped", [485: 90, 500: 30])
        #expect(try increment(of: 20, up, samples) == Counted(requests: 25, quality: .exact))
        #expect(try increment(of: 1_000_000, up, samples) == Counted(requests: 5, quality: .partial))
    }

    @Test("is not new if its target was never scraped before, or only failed, or is another one")
    func noEarlierScrape() throws {
        #expect(try increment(of: 20, target("up", [500: 1])).quality == .partial)
        #expect(try increment(of: 20, target("up", [485: 0, 500: 1])).quality == .partial)
        #expect(try increment(of: 20, target("up", [485: 1, 499: 1])).quality == .partial)
        #expect(try increment(of: 20, target("up", [485: 1, 500: 1], ["zone": "b"])).quality == .partial)
        #expect(try increment(of: 20).quality == .partial)
    }

    @Test("is not new if its target got another label: the scrapes under the old ones prove nothing")
    func relabelled() throws {
        let old = target("up", [470: 1, 485: 1], ["zone": ""])
        let new = target("up", [500: 1], ["zone": "a"])
        #expect(try increment(of: 20, old, new) == Counted(requests: 5, quality: .partial))
    }

    @Test("is new, whatever it counted, if its process is young")
    func youngProcess() throws {
        let start = target("process_start_time_seconds", [500: 480, 520: 480, 600: 480])
        #expect(try increment(of: 9000, start) == Counted(requests: 9005, quality: .exact))
    }

    private struct Counted: Equatable {
        let requests: Int
        let quality: Quality
    }

    private func increment(of lifetime: Double, _ evidence: Series...) throws -> Counted {
        let window = Window(endedAt: 600)
        let replica: Labels = ["job": "j", "instance": "i", "zone": "a", "model": "m"]
        var samples = ReplicaSamples(
            (["0.1", "+Inf"] as [Name]).map { le in
                Series(
                    labels: replica.merging(["le": le, "__name__": "m_bucket"]),
                    samples: (0...5).map { Sample(time: 500 + 20 * Double($0), value: lifetime + Double($0)) })
            }, of: .ofM)
        samples.add(TargetMetadata(evidence), in: window)
        let increment = try #require(samples.histories.values.first?.increment(in: window))
        return Counted(
            requests: try increment.parts.reduce(0) { $0 + (try $1.part().requests) }, quality: increment.quality)
    }

    private func target(
        _ name: Name, _ values: [Double: Double], _ labels: Labels = ["zone": "a"]
    ) -> Series {
        Series(
            labels: (["job": "j", "instance": "i", "__name__": name] as Labels).merging(labels.filter { $1 != "" }),
            samples: values.sorted { $0.key < $1.key }.map { Sample(time: $0.key, value: $0.value) })
    }
}
