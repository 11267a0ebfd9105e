import Testing

@testable import modelsim

@Suite("The live fleet")
struct LiveFleetTests {
    /// `metrics.om`'s last sample of every target, as the replica would show it.
    private func lastSamples(of history: WrittenHistory) -> [String: (time: Int, lines: [String])] {
        var latest: [String: (time: Int, lines: [String])] = [:]
        for line in history.metrics.split(separator: "\n") where line.hasPrefix("request_duration_seconds") {
            let words = line.split(separator: " ")
            let time = Int((Double(words[2]) ?? 0) * 1000 + 0.5)
            let start = line.firstRange(of: ",instance=\"")
            let end = line.firstRange(of: "\",job=\"modelsim\"")
            guard let start, let end else { continue }
            let instance = String(line[start.upperBound..<end.lowerBound])
            if latest[instance]?.time != time { latest[instance] = (time, []) }
            latest[instance]?.lines.append(
                "\(line[..<start.lowerBound])\(line[end.upperBound...].split(separator: " ")[0]) \(words[1])")
        }
        return latest
    }

    @Test("at the time of history's last sample it shows that sample", arguments: [false, true])
    func continuesHistory(eventful: Bool) async throws {
        let history = try WrittenHistory(hours: 2.4, eventful: eventful)
        let configuration = Fleet.Configuration(seed: 1, start: 1_760_000_100, eventful: eventful)
        let latest = lastSamples(of: history)
        #expect(latest.count >= 16)
        let workload = RandomWorkload(configuration: configuration)
        let fleet = LiveFleet(configuration, workload: workload, now: configuration.start * 1000)
        for (instance, sample) in latest {
            guard case .metrics(let text) = await fleet.answer(of: instance, at: sample.time) else {
                Issue.record("\(instance) doesn't answer at \(sample.time)")
                continue
            }
            let shown = text.split(separator: "\n").filter { $0.hasPrefix("request_duration_seconds") }.map(String.init)
            #expect(shown == sample.lines)
        }
    }

    @Test("many small steps end where one big step does")
    func stepsDoNotMatter() async {
        let configuration = Fleet.Configuration(seed: 1, start: 1_760_000_100)
        let start = configuration.start * 1000
        let fleets = (0..<2).map { _ in
            LiveFleet(configuration, workload: RandomWorkload(configuration: configuration), now: start)
        }
        for second in 1...1800 { _ = await fleets[0].answer(of: "gpt-4o-0", at: start + second * 1000) }
        let end = start + 1_800_000
        #expect(await fleets[0].answer(of: "gpt-4o-0", at: end) == fleets[1].answer(of: "gpt-4o-0", at: end))
    }

    @Test("a replica is down between two processes, and unknown before it is born and after it is gone")
    func unavailable() async throws {
        let configuration = Fleet.Configuration(seed: 1, start: 1_760_000_100)
        let workload = RandomWorkload(configuration: configuration)
        let plan = Fleet(configuration, until: configuration.start + 86_400)
        let fleet = LiveFleet(configuration, workload: workload, now: configuration.start * 1000)
        let restarting = try #require(plan.instances.first { $0.lives.count > 1 })
        #expect(await fleet.answer(of: restarting.name, at: restarting.lives[0].times.upperBound) == .unavailable)
        let passing = try #require(plan.instances.first { $0.known.upperBound < Int.max })
        #expect(await fleet.answer(of: passing.name, at: passing.known.lowerBound - 1) == .unknownReplica)
        #expect(await fleet.names(at: passing.known.lowerBound).contains(passing.name))
        #expect(await fleet.answer(of: passing.name, at: passing.known.upperBound) == .unknownReplica)
        #expect(await fleet.names(at: passing.known.upperBound).contains(passing.name) == false)
        #expect(await fleet.answer(of: "nobody", at: passing.known.lowerBound) == .unknownReplica)
    }

    @Test("it goes on past the time that it was planned for at first")
    func replans() async {
        let configuration = Fleet.Configuration(seed: 1, start: 1_760_000_100, models: 8)
        let start = configuration.start * 1000
        let workload = ScriptedWorkload()
        let fleet = LiveFleet(configuration, workload: workload, now: start)
        _ = await fleet.answer(of: "mistral-small-0", at: start + 30 * DayPlan.milliseconds - 1)
        let later = start + 31 * DayPlan.milliseconds
        let fresh = LiveFleet(configuration, workload: workload, now: later)
        #expect(await fleet.names(at: later) == fresh.names(at: later))
        #expect(await fleet.answer(of: "mistral-small-0", at: later) == fresh.answer(of: "mistral-small-0", at: later))
    }

    @Test("targets are told in the form of an HTTP service discovery")
    func targets() {
        let expected = """
            [{"targets":["h:1"],"labels":{"__metrics_path__":"/replicas/a-0/metrics","instance":"a-0","job":"modelsim"}},
            {"targets":["h:1"],"labels":{"__metrics_path__":"/replicas/b-0/metrics","instance":"b-0","job":"modelsim"}}]

            """
        #expect(LiveRoutes.targets(["a-0", "b-0"].map { LiveTarget(name: $0) }, address: "h:1") == expected)
        #expect(LiveRoutes.targets([], address: "h:1") == "[]\n")
    }
}
