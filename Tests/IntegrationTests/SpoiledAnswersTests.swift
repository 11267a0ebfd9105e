import Archive
import Foundation
import Latency
import TestSupport
import Testing

/// Hours of collecting every five minutes, through a proxy that doubles series, renames labels, shifts times, cuts answers
/// off and makes numbers of samples into others that no counter has. `METRICSCTL_SEED` chooses another course of events.
@Suite("Answers that a proxy has spoiled")
struct SpoiledAnswersTests {
    private static let seed = ProcessInfo.processInfo.environment["METRICSCTL_SEED"].flatMap(Int.init) ?? 31

    @Test("give no count that passes for exact and is not, none that is too high, and nothing is left out in silence")
    func nothingFalse() throws {
        let fleet = try SimulatedFleet(.init(seed: Self.seed, hours: 3, models: 6))
        let prometheus = try PrometheusServer(history: fleet.samples)
        let proxy = try SpoilingProxy(of: prometheus.url, seed: UInt64(Self.seed))
        let sound = try collect(fleet, from: prometheus.url, into: "sound.db")
        let spoiled = try collect(fleet, from: proxy.server.url, into: "spoiled.db")
        #expect(sound.said.isEmpty)
        #expect(proxy.spoiled > 50)

        var (equal, missing) = (0, 0)
        for (window, models) in sound.models {
            let found = spoiled.models[window] ?? [:]
            for (model, truth) in models {
                guard let value = found[model] else {
                    missing += 1
                    let said = (0...2).compactMap { spoiled.said[window.advanced(by: $0)] }.joined()
                    #expect(said.contains(model.text) || said.contains("metricsctl: http"), "\(model) at \(window.end)")
                    continue
                }
                #expect(value.histogram.requests <= truth.histogram.requests, "\(model) at \(window.end)")
                if value.quality == .exact {
                    equal += 1
                    #expect(value.histogram.parts == truth.histogram.parts, "\(model) at \(window.end)")
                }
            }
            #expect(Set(found.keys).isSubset(of: models.keys), "\(window.end)")
        }
        #expect(equal > 20)
        #expect(missing > 0)
    }

    private struct Collected {
        var models: [Window: [Name: ModelWindow]] = [:]
        /// What the run at a window's end said.
        var said: [Window: String] = [:]
    }

    private func collect(_ fleet: SimulatedFleet, from url: String, into archive: String) throws -> Collected {
        var collected = Collected()
        let path = fleet.folder.path(archive)
        for time in stride(from: SimulatedFleet.start + 1800, through: fleet.end, by: Window.seconds) {
            let run = try Program.metricsctl().run(
                "collect", "--prometheus-url", url, "--db", path, "--at", SimulatedDay.rfc3339(time), "--retries", "0")
            #expect([0, 1].contains(run.exitCode))
            if !run.stderr.isEmpty { collected.said[Window(endedAt: time)] = run.stderr }
        }
        for window in try SimulatedDay.windows(in: path, to: fleet.end) {
            collected.models[window.window] = Dictionary(uniqueKeysWithValues: window.models.map { ($0.model, $0) })
        }
        return collected
    }
}
