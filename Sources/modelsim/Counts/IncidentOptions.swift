import ArgumentParser
import Incidents

/// What happens to the models of a scenario, and when.
struct IncidentOptions: ParsableArguments {
    @Option(help: "By which factor all latencies become longer: 1.2 is 20 % slower.")
    var slower = 1.0

    @Option(help: "By which factor prompts become longer; latencies go along with the same model.")
    var longerPrompts = 1.0

    @Option(
        help: "From when on: RFC 3339 or seconds since 1970 UTC.", transform: { text in try FleetOptions.time(text) })
    var from: Int?

    @Option(
        help: "Until when; without it to the end.", transform: { text in try FleetOptions.time(text) })
    var until: Int?

    func validate() throws {
        let factors = [slower, longerPrompts]
        guard factors.allSatisfy({ (0.01...100).contains($0) }) else {
            throw ValidationError("--slower and --longer-prompts must be 0.01 to 100")
        }
        guard factors.allSatisfy({ $0 == 1 }) || from != nil else {
            throw ValidationError("--from must say when it happens")
        }
    }

    /// - Parameter start: when the simulation begins, in seconds since 1970 UTC; nil where nothing happens.
    func incident(since start: Int) -> Incident? {
        from.map { from in
            Incident(
                latency: slower, tokens: longerPrompts, start: from - start, end: until.map { $0 - start } ?? .max)
        }
    }

    /// For the end of the output.
    var truth: String {
        guard let from else { return ": nothing happened" }
        return ": latencies times \(slower), prompts times \(longerPrompts), from \(from)"
            + (until.map { " until \($0)" } ?? " on")
    }
}

extension Scenario: ExpressibleByArgument {}
