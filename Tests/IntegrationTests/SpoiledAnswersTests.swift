import Archive
import Foundation
import Latency
import TestSupport
import Testing

/// Hours of collecting every five minutes, through proxies that double series, rename labels, shift times, cut answers
/// off and make numbers of samples into others that no counter has. `METRICSCTL_SEED` chooses another course of events.
@Suite("Answers that a proxy has spoiled")
struct SpoiledAnswersTests {
    private static let seed = ProcessInfo.processInfo.environment["METRICSCTL_SEED"].flatMap(Int.init) ?? 31

    @Test(
        "give no count that passes for exact and is not, none that is too high, nothing is left out in silence, and asking the sound server again repairs all of it"
    )
    func nothingFalse() throws {
        let fleet = try SimulatedFleet(.init(seed: Self.seed, hours: 2, models: 16))
        let prometheus = try PrometheusServer(history: fleet.samples)
        let sound = try Course(of: fleet, from: prometheus.url, "sound")
        #expect(sound.said.isEmpty)
        var exact = 0
        // Where fewer samples are spoiled, more of what is left passes for exact.
        for rarity in [50, 500, 1000] {
            let proxy = try SpoilingProxy(of: prometheus.url, seed: UInt64(Self.seed), rarity: rarity)
            let spoiled = try Course(of: fleet, from: proxy.server.url, "spoiled-\(rarity)")
            #expect(proxy.spoiled > 20)
            exact += try compare(spoiled, with: sound)

            try spoiled.repair(from: prometheus.url)
            #expect(try spoiled.answers() == sound.answers(), "every \(rarity)th")
            #expect(try spoiled.peakMiB() <= 64)
        }
        #expect(exact > 150)
    }

    /// How many models of windows are exact in both.
    private func compare(_ spoiled: Course, with sound: Course) throws -> Int {
        var (equal, missing) = (0, 0)
        for (window, models) in sound.models {
            let found = spoiled.models[window] ?? [:]
            for (model, truth) in models {
                guard let value = found[model] else {
                    missing += 1
                    let said = (0...2).compactMap { spoiled.said[window.advanced(by: $0)] }.joined()
                    // What a terminal would not show as it is ends the name.
                    let name = model.text.prefix { $0 != "\n" && $0 != "\u{1B}" }
                    #expect(said.contains(name) || said.contains("metricsctl: http"), "\(model) at \(window.end)")
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
        #expect(missing > 0)
        return equal
    }
}

/// Collections every five minutes into an archive of their own, and what came of them.
private struct Course {
    private let fleet: SimulatedFleet
    private let path: String
    /// The peak memory of each run, in KiB, a line each.
    private let memory: URL
    private(set) var models: [Window: [Name: ModelWindow]] = [:]
    /// What the run at a window's end said.
    private(set) var said: [Window: String] = [:]

    private static let start = SimulatedFleet.start + 1800

    init(of fleet: SimulatedFleet, from url: String, _ name: String) throws {
        self.fleet = fleet
        path = fleet.folder.path(name + ".db")
        memory = fleet.folder.url.appending(path: name + ".memory")
        for time in stride(from: Self.start, through: fleet.end, by: Window.seconds) {
            let run = try collect(from: url, at: time, "--retries", "0")
            #expect([0, 1].contains(run.exitCode))
            if !run.stderr.isEmpty { said[Window(endedAt: time)] = run.stderr }
        }
        for window in try SimulatedDay.windows(in: path, to: fleet.end) {
            models[window.window] = Dictionary(uniqueKeysWithValues: window.models.map { ($0.model, $0) })
        }
    }

    private func collect(from url: String, at time: Int, _ more: String...) throws -> Program.Result {
        let arguments = ["collect", "--prometheus-url", url, "--db", path, "--at", SimulatedDay.rfc3339(time)] + more
        let measured = Program(URL(fileURLWithPath: "/usr/bin/time"), environment: ["TZ": "UTC"])
        return try measured.run(
            ["-a", "-o", memory.path, "-f", "%M", Checkout.product("metricsctl").path] + arguments)
    }

    /// Asks the sound server anew for all of it.
    func repair(from url: String) throws {
        // The first run asked for three windows.
        let before = Window(endedAt: Self.start).advanced(by: -3)
        let run = try collect(
            from: url, at: fleet.end, "--again", "--from", SimulatedDay.rfc3339(before.end), "--to",
            SimulatedDay.rfc3339(fleet.end))
        #expect(run.exitCode == 0, "\(run.stderr)")
    }

    /// The history of all models, and the whole archive.
    func answers() throws -> [String] {
        let common = ["--db", path]
        return try [
            ["history", "--hours", "\(fleet.plan.hours)", "--at", SimulatedDay.rfc3339(fleet.end), "--format", "csv"],
            ["archive", "export"],
        ].map { arguments in
            let run = try Program.metricsctl().run(arguments + common)
            #expect(run.exitCode == 0, "\(run.stderr)")
            return run.stdout
        }
    }

    func peakMiB() throws -> Int {
        let peaks = try String(contentsOf: memory, encoding: .utf8).split(separator: "\n").compactMap { Int($0) }
        return try #require(peaks.max()) / 1024
    }
}
