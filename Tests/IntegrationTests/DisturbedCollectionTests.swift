import Foundation
import Glibc
import Latency
import Synchronization
import TestSupport
import Testing

/// Hours of collecting every five minutes, as cron does it, while everything goes wrong that may: a fifth of the runs is
/// skipped, a tenth killed at a random moment, and of the server's answers one in twenty fails. `METRICSCTL_HOURS=72` makes
/// it three days, `METRICSCTL_SEED` another course of events.
@Suite("Collecting every five minutes, with runs skipped and killed and answers that fail")
struct DisturbedCollectionTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let hours = environment["METRICSCTL_HOURS"].flatMap(Int.init) ?? 4
    private static let seed = environment["METRICSCTL_SEED"].flatMap(Int.init) ?? 5

    @Test("gives, in the end, the same history as collecting all at once, byte for byte")
    func sameInTheEnd() throws {
        let fleet = try SimulatedFleet(.init(seed: Self.seed, hours: Self.hours))
        let prometheus = try PrometheusServer(history: fleet.samples)
        _ = try fleet.collected(from: prometheus.url, into: "once.db")

        let flaky = try FlakyServer(of: prometheus.url, seed: UInt64(Self.seed))
        var random = SplitMix64(seed: UInt64(Self.seed))
        let first = SimulatedFleet.start + Window.seconds
        // The windows that a first run finds decide where the archive begins.
        try collect(fleet, from: prometheus.url, at: first)
        var killed = 0
        for time in stride(from: first + Window.seconds, to: fleet.end, by: Window.seconds) {
            switch Int.random(in: 0..<10, using: &random) {
            case 0, 1: continue
            case 2:
                try kill(fleet, from: flaky.server.url, at: time, after: .random(in: 0...200, using: &random))
                killed += 1
            default: try collect(fleet, from: flaky.server.url, at: time, mayFail: true)
            }
        }
        try collect(fleet, from: prometheus.url, at: fleet.end)

        #expect(killed > 0)
        #expect(flaky.failures > 0)
        #expect(try history(fleet, "cron.db") == history(fleet, "once.db"))
    }

    private func collect(_ fleet: SimulatedFleet, from url: String, at time: Int, mayFail: Bool = false) throws {
        let run = try Program.metricsctl().run(arguments(fleet, url, time))
        #expect(mayFail || run == .init(exitCode: 0, stdout: "", stderr: ""))
    }

    private func kill(_ fleet: SimulatedFleet, from url: String, at time: Int, after milliseconds: UInt32) throws {
        let process = try Program.metricsctl().launch(
            arguments(fleet, url, time), stdout: fleet.folder.url.appending(path: "out"),
            stderr: fleet.folder.url.appending(path: "err"))
        usleep(milliseconds * 1000)
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    private func arguments(_ fleet: SimulatedFleet, _ url: String, _ time: Int) -> [String] {
        [
            "collect", "--prometheus-url", url, "--db", fleet.folder.path("cron.db"), "--at",
            SimulatedDay.rfc3339(time), "--timeout", "60",
        ]
    }

    private func history(_ fleet: SimulatedFleet, _ archive: String) throws -> String {
        let run = try Program.metricsctl().run(
            "history", "--db", fleet.folder.path(archive), "--hours", "\(fleet.plan.hours)", "--step", "5m", "--at",
            SimulatedDay.rfc3339(fleet.end), "--json")
        #expect(run.exitCode == 0)
        #expect(run.stdout.utf8.count > 10_000)
        return run.stdout
    }
}

/// In front of a server: one answer in twenty fails, in a way that a client may or may not ask again for.
private struct FlakyServer {
    private let course: Course
    let server: CannedServer

    var failures: Int { course.state.withLock(\.failures) }

    init(of url: String, seed: UInt64) throws {
        let course = Course(seed: seed)
        server = try CannedServer { request in course.failure() ?? .forwarded(request, to: url) }
        self.course = course
    }

    private final class Course: Sendable {
        struct State {
            var random: SplitMix64
            var failures = 0
        }

        let state: Mutex<State>

        init(seed: UInt64) { state = Mutex(State(random: SplitMix64(seed: seed))) }

        func failure() -> CannedResponse? {
            state.withLock { state in
                guard Int.random(in: 0..<20, using: &state.random) == 0 else { return nil }
                state.failures += 1
                let ways: [CannedResponse] = [
                    .text("overloaded", status: 503), .text("oops", status: 500), .closed, .text("<html>"),
                    .json(#"{"status":"success","data":{"resultType":"matrix","result":[]},"isPartial":true}"#),
                    .json(#"{"status":"success","data":{"resultType":"vec"#),
                ]
                return ways.randomElement(using: &state.random)
            }
        }
    }
}
