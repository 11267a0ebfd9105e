/// The fleet of `--server`: of each server some models, on processes that come and go.
struct ServedFleet: Sendable {
    let configuration: Fleet.Configuration
    let renaming: Renaming
    /// In order of the time from which on they are known.
    let targets: [ServedTarget]

    /// When metrics with an older name get their new one, and for how long they have both; milliseconds since 1970 UTC.
    struct Renaming: Sendable {
        var at = Int.min
        var overlap = 0

        /// Under which names a family is shown, the new one first.
        func names(of family: MetricFamily, at time: Int) -> [String] {
            switch family.former {
            case nil: [family.name]
            case .twin(let old): [family.name, old]
            case .renamed(let old):
                time < at
                    ? [old]
                    : time < at.addingReportingOverflow(overlap).partialValue
                        ? [family.name, old] : [family.name]
            }
        }
    }

    /// - Parameter end: the time up to which processes are planned, in seconds since 1970 UTC.
    init(_ profiles: [ServerProfile], _ configuration: Fleet.Configuration, renaming: Renaming, until end: Int) {
        self.configuration = configuration
        self.renaming = renaming
        let days = max(1, (end - configuration.start) * 1000 / DayPlan.milliseconds + 1)
        var targets: [ServedTarget] = []
        for profile in profiles {
            let groups = profile.isGateway ? [Array(profile.models.indices)] : profile.models.indices.map { [$0] }
            for (number, models) in groups.enumerated() {
                let planned = Self.planned(profile, number: number, configuration)
                let planner = InstancePlanner(model: planned, configuration: configuration, days: days)
                targets += planner.instances().map { instance in
                    ServedTarget(
                        instance: instance, profile: profile, models: models,
                        traffic: models.map { Self.traffic(of: $0, profile, role: planned.role) },
                        placement: Self.placement(of: instance, profile))
                }
            }
        }
        self.targets = targets.sorted {
            ($0.instance.known.lowerBound, $0.instance.offset, $0.instance.name)
                < ($1.instance.known.lowerBound, $1.instance.offset, $1.instance.name)
        }
    }

    /// What decides over the processes of one deployment. Gateways restart, of model servers each goes through another trouble.
    private static func planned(
        _ profile: ServerProfile, number: Int, _ configuration: Fleet.Configuration
    ) -> SimulatedModel {
        let roles: [Role] = profile.isGateway ? [.restarting] : [.rolledOut, .restarting, .unobserved]
        let role = configuration.eventful ? roles[number % roles.count] : .untouched
        return SimulatedModel(
            index: number, name: profile.name, kind: .plain, role: role,
            traffic: traffic(of: number, profile, role: role), server: profile.name)
    }

    private static func traffic(of model: Int, _ profile: ServerProfile, role: Role) -> Traffic {
        let (rates, medians) = ([0.3, 0.15, 0.05], [0.45, 0.2, 0.9])
        return Traffic(
            peakRate: rates[model % rates.count], peakHour: 13 + Double(model) / 2, quietNights: false,
            steady: model % 2 == 1, medianSeconds: medians[model % medians.count] * profile.slowness, incident: nil)
    }

    /// Replicas in turn stand in two regions.
    private static func placement(of instance: Instance, _ profile: ServerProfile) -> [(name: String, value: String)] {
        let isOdd = instance.name.utf8.last.map { !$0.isMultiple(of: 2) } ?? false
        return [
            ("namespace", profile.isGateway ? "gateways" : "models"), ("region", isOdd ? "us-east" : "eu-west"),
        ]
    }
}
