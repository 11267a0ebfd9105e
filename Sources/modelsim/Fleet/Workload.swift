import Incidents
import Support

/// A request as its replica measured it: when it ended, in milliseconds since 1970 UTC, and how long it took.
struct Request: TimedRequest, Equatable, Sendable {
    let time: Int
    let seconds: Double
}

/// Where requests come from: a pure function of the instance and the minute.
protocol Workload: Sendable {
    /// The requests that end in a minute (numbered since 1970), in order of time.
    func requests(of instance: Instance, inMinute minute: Int) -> [Request]
    /// What the processes that run when the simulation starts have served before: some latencies, and how many
    /// requests each of them stands for.
    func served(by instance: Instance) -> (latencies: [Double], each: Int)
}

/// The traffic of the models, drawn from the seed.
struct RandomWorkload: Workload {
    let configuration: Fleet.Configuration

    func requests(of instance: Instance, inMinute minute: Int) -> [Request] {
        let traffic = instance.model.traffic
        let perMillisecond = traffic.rate(inMinute: minute) / 1000
        guard perMillisecond > 0 else { return [] }
        var generator = SeededGenerator(
            seed: SeededGenerator.seed(configuration.seed, StableHash.of(instance.name), UInt64(minute), 4))
        let sinceDayStart = (minute - configuration.start / 60) % 1440
        let timeout = instance.model.kind.timeout
        var requests: [Request] = []
        var offset = generator.exponential() / perMillisecond
        while offset < 60_000 {
            let seconds = traffic.latency(inMinute: minute, sinceDayStart: sinceDayStart, using: &generator)
            requests.append(Request(time: minute * 60_000 + Int(offset), seconds: min(seconds, timeout)))
            offset += generator.exponential() / perMillisecond
        }
        return requests
    }

    func served(by instance: Instance) -> (latencies: [Double], each: Int) {
        let model = instance.model
        var generator = SeededGenerator(seed: SeededGenerator.seed(configuration.seed, StableHash.of(instance.name), 5))
        // Replicas of a rare model may not have served anything yet: their series are still to be born.
        let latencies = (0..<generator.integer(in: model.role == .rare ? 0...2 : 200...400)).map { _ in
            min(model.traffic.latency(inMinute: 0, sinceDayStart: 0, using: &generator), model.kind.timeout)
        }
        return (latencies, model.role == .rare ? 1 : generator.integer(in: 10...900))
    }
}
