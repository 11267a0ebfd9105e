import ArgumentParser
import FoundationEssentials

/// The options that decide what the fleet is. The same ones give the same fleet.
struct FleetOptions: ParsableArguments {
    enum KindChoice: String, CaseIterable, ExpressibleByArgument {
        case plain
        case vllm
        case litellm
        case mixed

        var kinds: [ServerKind] {
            switch self {
            case .plain: [.plain]
            case .vllm: [.vllm]
            case .litellm: [.litellm]
            case .mixed: ServerKind.allCases
            }
        }
    }
    enum Profile: String, CaseIterable, ExpressibleByArgument {
        case calm
        case eventful
    }

    @Option(help: "The seed that all randomness comes from.")
    var seed: UInt64 = 1

    @Option(
        help: "When the simulation begins: RFC 3339 or seconds since 1970 UTC.",
        transform: { text in try FleetOptions.time(text) })
    var start: Int

    @Option(help: "How many models there are. The first eight have plain names, eventful ones after them hard names.")
    var models = 8

    @Option(help: "How many permanent replicas each model has.")
    var replicas = 2

    @Option(help: "Seconds between two scrapes of a replica.")
    var scrapeInterval = 15

    @Option(help: "The servers that the replicas imitate.")
    var kind = KindChoice.plain

    @Option(help: "Whether there are restarts, outages and the like.")
    var profile = Profile.eventful

    @Option(
        help: "From when on the histograms are native ones; --start or later. Default: never.",
        transform: { text in try FleetOptions.time(text) })
    var nativeFrom: Int?

    @Option(
        help: "Until when the histograms have classic buckets. Default: always.",
        transform: { text in try FleetOptions.time(text) })
    var classicUntil: Int?

    func validate() throws {
        guard classicUntil == nil || nativeFrom != nil else {
            throw ValidationError("--classic-until needs --native-from: there would be no histograms after it")
        }
        guard (1...10_000).contains(models) else { throw ValidationError("--models must be 1 to 10000") }
        guard (1...100).contains(replicas) else { throw ValidationError("--replicas must be 1 to 100") }
        guard (1...300).contains(scrapeInterval) else { throw ValidationError("--scrape-interval must be 1 to 300") }
    }

    var configuration: Fleet.Configuration {
        Fleet.Configuration(
            seed: seed, start: start, models: models, replicas: replicas, scrapeInterval: scrapeInterval,
            kinds: kind.kinds, eventful: profile == .eventful, nativeFrom: nativeFrom ?? .max,
            classicUntil: classicUntil ?? .max)
    }

    /// Seconds since 1970 UTC.
    static func time(_ text: String) throws -> Int {
        let seconds = Int(text) ?? (try? Date(text, strategy: .iso8601)).map { Int($0.timeIntervalSince1970) }
        guard let seconds, (0...32_503_680_000).contains(seconds) else {
            throw ValidationError("a time must be RFC 3339 or seconds since 1970 UTC, got \"\(text)\"")
        }
        return seconds
    }
}
