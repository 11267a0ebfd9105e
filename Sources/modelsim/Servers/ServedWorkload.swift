import Glibc
import Incidents
import Support

/// The requests of a fleet's targets, drawn from the seed: a pure function of the target and the minute.
struct ServedWorkload: Sendable {
    let configuration: Fleet.Configuration

    private static let teams = ["search", "chat", "batch"]
    /// No answer is longer, so that a token's time is worth counting.
    private static let longest = 60

    /// Those that end in a minute (numbered since 1970), in order of time.
    func requests(of target: ServedTarget, inMinute minute: Int) -> [ServedRequest] {
        let all = target.models.indices.flatMap { place in requests(of: target, place, inMinute: minute) }
        return all.sorted { ($0.time, $0.model) < ($1.time, $1.model) }
    }

    private func requests(of target: ServedTarget, _ place: Int, inMinute minute: Int) -> [ServedRequest] {
        let traffic = target.traffic[place]
        let perMillisecond = traffic.rate(inMinute: minute) / 1000
        guard perMillisecond > 0 else { return [] }
        var generator = generator(of: target, place, UInt64(minute), 7)
        var requests: [ServedRequest] = []
        var offset = generator.exponential() / perMillisecond
        while offset < 60_000 {
            let time = minute * 60_000 + Int(offset)
            requests.append(request(of: target.models[place], traffic, at: time, using: &generator))
            offset += generator.exponential() / perMillisecond
        }
        return requests
    }

    /// What processes that run when the simulation starts have served before: some requests, and for how many each
    /// stands.
    func served(by target: ServedTarget) -> (requests: [ServedRequest], each: Int) {
        var generator = generator(of: target, 0, 0, 8)
        let requests = target.models.indices.flatMap { place in
            (0..<100).map { _ in
                request(of: target.models[place], target.traffic[place], at: 0, using: &generator)
            }
        }
        return (requests, generator.integer(in: 10...500))
    }

    private func generator(of target: ServedTarget, _ place: Int, _ minute: UInt64, _ use: UInt64) -> SeededGenerator {
        let name = StableHash.of(target.instance.name)
        return SeededGenerator(seed: SeededGenerator.seed(configuration.seed, name, UInt64(place), minute, use))
    }

    private func request(
        of model: Int, _ traffic: Traffic, at time: Int, using generator: inout SeededGenerator
    ) -> ServedRequest {
        let outcome = outcome(generator.uniform())
        let seconds = traffic.latency(inMinute: 0, sinceDayStart: 0, using: &generator)
        let queue = seconds * 0.05 * generator.exponential()
        if outcome == .rejected {
            return ServedRequest(
                time: time, model: model, team: team(&generator), outcome: outcome, isStreamed: false, queue: queue,
                prefill: 0, gaps: [], inputTokens: 0)
        }
        // Those that fail do so early.
        let decode = seconds * (outcome.isFailure ? 0.2 : 0.7)
        let tokens = outcome == .length ? Self.longest : generator.integer(in: 0...Self.longest - 1)
        return ServedRequest(
            time: time, model: model, team: team(&generator), outcome: outcome,
            isStreamed: generator.uniform() < 0.7, queue: queue, prefill: seconds * 0.25,
            gaps: gaps(tokens, over: decode), inputTokens: generator.integer(in: 20...8000))
    }

    /// Every tenth gap is five times as long as the others.
    private func gaps(_ count: Int, over seconds: Double) -> [(seconds: Double, times: Int)] {
        guard count > 0 else { return [] }
        let long = count / 10
        let unit = seconds / Double(count - long + 5 * long)
        return long == 0 ? [(unit, count)] : [(unit, count - long), (5 * unit, long)]
    }

    private func team(_ generator: inout SeededGenerator) -> String {
        Self.teams[generator.integer(in: 0...Self.teams.count - 1)]
    }

    private func outcome(_ draw: Double) -> ServedRequest.Outcome {
        switch draw {
        case ..<0.88: .stop
        case ..<0.94: .length
        case ..<0.96: .abort
        case ..<0.985: .error
        default: .rejected
        }
    }
}
