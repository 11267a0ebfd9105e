/// What exists when: every replica that ever is, with its processes and the times when nobody sees it.
struct Fleet: Sendable {
    struct Configuration: Sendable {
        var seed: UInt64
        /// Seconds since 1970 UTC.
        var start: Int
        var models = 8
        /// Permanent replicas per model.
        var replicas = 2
        /// Seconds.
        var scrapeInterval = 15
        /// The kinds that the models take in turn.
        var kinds: [ServerKind] = [.plain]
        var eventful = true
        /// From when on histograms are native, and until when they have classic buckets; seconds since 1970 UTC.
        var nativeFrom = Int.max
        var classicUntil = Int.max

        /// - Parameter time: in milliseconds since 1970 UTC.
        func showsNative(at time: Int) -> Bool { time / 1000 >= nativeFrom }
        func showsClassic(at time: Int) -> Bool { time / 1000 < classicUntil }
    }

    let configuration: Configuration
    let models: [SimulatedModel]
    /// In order of the time from which on they are known.
    let instances: [Instance]

    /// The `job` label of every target.
    static let job = "modelsim"

    /// - Parameter end: the time up to which instances are planned, in seconds since 1970 UTC. The part of the plan
    ///   before it doesn't depend on it.
    init(_ configuration: Configuration, until end: Int) {
        let models = Fleet.models(configuration)
        let days = max(1, (end - configuration.start) * 1000 / DayPlan.milliseconds + 1)
        self.configuration = configuration
        self.models = models
        let instances = models.flatMap { model in
            InstancePlanner(model: model, configuration: configuration, days: days).instances()
        }
        self.instances = instances.sorted {
            ($0.known.lowerBound, $0.offset, $0.name) < ($1.known.lowerBound, $1.offset, $1.name)
        }
    }

    /// A fleet of given instances, for tests.
    init(_ configuration: Configuration, models: [SimulatedModel], instances: [Instance]) {
        self.configuration = configuration
        self.models = models
        self.instances = instances
    }

    private static func models(_ configuration: Configuration) -> [SimulatedModel] {
        let kinds = configuration.kinds
        let perKind = (configuration.models + kinds.count - 1) / kinds.count
        let names = kinds.map { ModelNames.first(perKind, of: $0, hardOnes: configuration.eventful) }
        return (0..<configuration.models).map { index in
            let kind = kinds[index % kinds.count]
            let role = configuration.eventful ? Role(rawValue: index % Role.allCases.count) ?? .untouched : .untouched
            return SimulatedModel(
                index: index, name: names[index % kinds.count][index / kinds.count], kind: kind, role: role,
                traffic: traffic(index: index, kind: kind, role: role))
        }
    }

    /// The first models are the busiest; every eighth is a rare one.
    private static func traffic(index: Int, kind: ServerKind, role: Role) -> Traffic {
        let peakRates = [1.6, 1.2, 0.9, 0.7, 0.5, 0.4, 0.3, 4.0 / 3600]
        let medians = [0.45, 0.2, 0.9, 0.15, 0.6, 1.3, 0.35, 4]
        let place = index % peakRates.count
        return Traffic(
            peakRate: peakRates[place], peakHour: 13 + Double(index % 5) / 2, quietNights: place == 3 || place == 6,
            steady: place == 7, medianSeconds: medians[place] * kind.slowness,
            incident: role == .incident ? 200..<260 : nil)
    }
}
