/// The fleet of `--server` as it is right now: what each process' `/metrics` shows. Times are milliseconds since 1970 UTC.
actor LiveServers: LiveTargets {
    private let profiles: [ServerProfile]
    private let configuration: Fleet.Configuration
    private let renaming: ServedFleet.Renaming
    private let workload: ServedWorkload
    private var fleet: ServedFleet
    private var byName: [String: Int] = [:]
    private var plannedUntil: Int
    private var running: [String: ServedProcess] = [:]

    private static let planned = 30 * DayPlan.milliseconds

    init(
        _ profiles: [ServerProfile], _ configuration: Fleet.Configuration, renaming: ServedFleet.Renaming, now: Int
    ) {
        (self.profiles, self.configuration, self.renaming) = (profiles, configuration, renaming)
        workload = ServedWorkload(configuration: configuration)
        plannedUntil = now + Self.planned
        fleet = ServedFleet(profiles, configuration, renaming: renaming, until: plannedUntil / 1000)
        byName = Self.numbersByName(of: fleet)
    }

    func targets(at time: Int) -> [LiveTarget] {
        plan(for: time)
        return fleet.targets.filter { $0.instance.known.contains(time) }
            .map { LiveTarget(name: $0.instance.name, labels: $0.placement) }
    }

    func answer(of name: String, at time: Int, inMessages: Bool) -> LiveFleet.Answer {
        plan(for: time)
        guard let number = byName[name] else { return .unknownReplica }
        let target = fleet.targets[number]
        guard target.instance.known.contains(time) else { return .unknownReplica }
        guard case .success(let life) = target.instance.scrape(at: time) else { return .unavailable }
        var process = running[name].flatMap { $0.life == life ? $0 : nil } ?? start(target, life: life)
        _ = process.advance(to: time, workload: workload)
        running[name] = process
        return .metrics(ServedPage.text(of: process, renaming: renaming, at: time))
    }

    private func start(_ target: ServedTarget, life: Int) -> ServedProcess {
        ServedProcess(target: target, life: life, simulationStart: configuration.start * 1000, workload: workload)
    }

    private func plan(for time: Int) {
        guard time >= plannedUntil else { return }
        plannedUntil = time + Self.planned
        fleet = ServedFleet(profiles, configuration, renaming: renaming, until: plannedUntil / 1000)
        byName = Self.numbersByName(of: fleet)
    }

    private static func numbersByName(of fleet: ServedFleet) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: fleet.targets.enumerated().map { ($1.instance.name, $0) })
    }
}
