import ArgumentParser
import FoundationEssentials

struct SimulatedServe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve every replica's metrics as they are right now.",
        discussion: """
            Serves /replicas/NAME/metrics for each replica, and /targets for the http_sd_configs of a Prometheus. The \
            counters go on from what `history` with the same options wrote.
            """)

    @OptionGroup var options: FleetOptions
    @OptionGroup var servers: ServerOptions
    @OptionGroup var address: AddressOptions

    func validate() throws {
        guard options.start * 1000 <= SimulatedServe.now() else {
            throw ValidationError("--start must not be in the future")
        }
    }

    func run() async throws {
        let configuration = options.configuration
        let fleet = fleet(configuration)
        await fleet.catchUp(to: SimulatedServe.now())
        let routes = LiveRoutes(fleet: fleet, address: address.text, now: SimulatedServe.now)
        do {
            try await LiveServer(routes: routes).run(host: address.host, port: address.port) {
                Standard.error.write("modelsim: serving http://\(address.text)/targets\n")
            }
        } catch {
            try explainingErrors { throw SimulationError.notListening(address: address.text, reason: "\(error)") }
        }
    }

    private func fleet(_ configuration: Fleet.Configuration) -> any LiveTargets {
        let now = SimulatedServe.now()
        let profiles = servers.profiles
        if !profiles.isEmpty { return LiveServers(profiles, configuration, renaming: servers.renaming, now: now) }
        return LiveFleet(configuration, workload: RandomWorkload(configuration: configuration), now: now)
    }

    /// The time in milliseconds since 1970 UTC.
    static func now() -> Int { Int(Date().timeIntervalSince1970 * 1000) }
}
