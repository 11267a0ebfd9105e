/// The fleet as it is right now: what each replica's `/metrics` shows. Times are milliseconds since 1970 UTC.
actor LiveFleet: LiveTargets {
    /// What a scrape is answered.
    enum Answer: Equatable, Sendable {
        case metrics(String)
        /// The same in the protobuf format, with native histograms.
        case messages([UInt8])
        /// The process is down, or out of reach.
        case unavailable
        case unknownReplica
    }

    private let configuration: Fleet.Configuration
    private let workload: any Workload
    private var fleet: Fleet
    private var byName: [String: Int] = [:]
    private var plannedUntil: Int
    private var running: [String: Replica] = [:]

    private static let planned = 30 * DayPlan.milliseconds

    init(_ configuration: Fleet.Configuration, workload: any Workload, now: Int) {
        self.configuration = configuration
        self.workload = workload
        plannedUntil = now + LiveFleet.planned
        fleet = Fleet(configuration, until: plannedUntil / 1000)
        byName = LiveFleet.numbersByName(of: fleet)
    }

    /// The names of the replicas that a service discovery would tell of.
    func names(at time: Int) -> [String] {
        plan(for: time)
        return fleet.instances.filter { $0.known.contains(time) }.map(\.name)
    }

    func targets(at time: Int) -> [LiveTarget] { names(at: time).map { LiveTarget(name: $0) } }

    /// - Parameter inMessages: whether the server understands the protobuf format.
    func answer(of name: String, at time: Int, inMessages: Bool = false) -> Answer {
        plan(for: time)
        guard let number = byName[name] else { return .unknownReplica }
        let instance = fleet.instances[number]
        guard instance.known.contains(time) else { return .unknownReplica }
        guard case .success(let life) = instance.scrape(at: time) else { return .unavailable }
        var replica = running[name].flatMap { $0.life == life ? $0 : nil } ?? start(instance, life: life)
        _ = replica.advance(to: time, workload: workload)
        running[name] = replica
        if inMessages, configuration.showsNative(at: time) {
            return .messages(ExpositionMessage.bytes(of: replica, classic: configuration.showsClassic(at: time)))
        }
        return .metrics(ReplicaPage.text(of: replica))
    }

    private func start(_ instance: Instance, life: Int) -> Replica {
        Replica(
            instance: instance, life: life, simulationStart: configuration.start * 1000, workload: workload)
    }

    private func plan(for time: Int) {
        guard time >= plannedUntil else { return }
        plannedUntil = time + LiveFleet.planned
        fleet = Fleet(configuration, until: plannedUntil / 1000)
        byName = LiveFleet.numbersByName(of: fleet)
    }

    private static func numbersByName(of fleet: Fleet) -> [String: Int] {
        var numbers: [String: Int] = [:]
        for (number, instance) in fleet.instances.enumerated() { numbers[instance.name] = number }
        return numbers
    }
}

/// A replica's `/metrics`, in the Prometheus text format.
enum ReplicaPage {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    static func text(of replica: Replica) -> String {
        let began = OpenMetricsText.seconds(milliseconds: replica.began)
        var text = """
            # HELP process_start_time_seconds Start time of the process since unix epoch in seconds.
            # TYPE process_start_time_seconds gauge
            process_start_time_seconds \(began)

            """
        guard replica.showsHistogram else { return text }
        let metric = replica.instance.model.kind.metric
        text += "# HELP \(metric) How long requests took, in seconds.\n# TYPE \(metric) histogram\n"
        let lines = HistogramText(of: replica, targetLabels: []).lines(of: replica, ending: [UInt8(ascii: "\n")])
        text += String(decoding: lines, as: UTF8.self)
        return text
    }
}
