import Foundation
import Latency
import TestSupport
import Testing

/// An eventful fleet on servers that don't hand out the samples that a closer look wants.
@Suite("Where a closer look is refused")
struct RefusedLookTests {
    private static let refusal = #"{"status":"error","errorType":"execution","error":"no range selectors here"}"#

    @Test("for a model as a whole, its replicas are looked at one by one, and nothing is different")
    func oneByOne() throws {
        let fleet = try SimulatedFleet(.init(seed: 21, hours: 3, models: 4, replicas: 4))
        let prometheus = try PrometheusServer(history: fleet.samples)
        let free = try fleet.collected(from: prometheus.url, into: "free.db")
        // Ten minutes of a replica are 615 samples. Those of all of a model's are too many, and so is a month of times at
        // which one was last seen.
        let strict = try PrometheusServer(history: fleet.samples, options: ["--query.max-samples=1500"])
        #expect(try fleet.collected(from: strict.url, into: "strict.db") == free)
    }

    @Test("altogether, the server's own estimate is taken, said to be one, and near the truth")
    func estimate() throws {
        let fleet = try SimulatedFleet(.init(seed: 22, hours: 6, models: 8))
        let prometheus = try PrometheusServer(history: fleet.samples)
        let strict = try CannedServer { request in
            let query = request.field("query") ?? ""
            return query.hasSuffix("m]") ? .json(Self.refusal, status: 422) : .forwarded(request, to: prometheus.url)
        }
        let run = try fleet.collect(from: strict.url, into: "estimated.db")
        #expect(run.exitCode == 0)
        #expect(run.stderr.contains("no range selectors here: the server's estimate is taken in "), "\(run.stderr)")

        let looked = try fleet.collected(from: prometheus.url, into: "looked.db")
        // What was looked at is not replaced by an estimate.
        #expect(try fleet.collect(from: strict.url, into: "looked.db").exitCode == 0)
        #expect(try SimulatedDay.windows(in: fleet.folder.path("looked.db"), to: fleet.end) == looked)
        let estimated = try SimulatedDay.windows(in: fleet.folder.path("estimated.db"), to: fleet.end)
        var (windows, error, requests) = (0, 0, 0)
        for (window, better) in zip(estimated, looked) {
            let values = Dictionary(uniqueKeysWithValues: better.models.map { ($0.model, $0) })
            for value in window.models {
                let truth = try #require(fleet.truth.rows[.init(model: value.model, windowEnd: window.window.end)])
                if value.quality < .reset {
                    #expect(value == values[value.model])
                } else if value.quality == .reset {
                    windows += 1
                    error += abs(value.histogram.requests - truth.requests)
                    requests += truth.requests
                }
            }
        }
        #expect(windows > 50)
        #expect(error < requests / 50)
    }
}
