import ArgumentParser

/// The options that make the fleet one of servers with all of their measures.
struct ServerOptions: ParsableArguments {
    @Option(
        help: """
            A server to imitate with all of its measures, instead of --kind and --models; may be repeated. One of: \
            \(ServerProfile.all.map(\.name).joined(separator: ", ")), or all.
            """)
    var server: [String] = []

    @Option(
        help: "When metrics with an older name get their new one. Default: before the start.",
        transform: { text in try FleetOptions.time(text) })
    var renamedAt: Int?

    @Option(help: "For how many seconds they have both names then.")
    var renamingOverlap = 0

    func validate() throws {
        let names = ServerProfile.all.map(\.name) + ["all"]
        if let unknown = server.first(where: { !names.contains($0) }) {
            throw ValidationError("--server must be one of \(names.joined(separator: ", ")), got \"\(unknown)\"")
        }
        guard renamedAt == nil || !server.isEmpty else { throw ValidationError("--renamed-at needs --server") }
        guard (0...86_400 * 365).contains(renamingOverlap) else {
            throw ValidationError("--renaming-overlap must be 0 to a year")
        }
    }

    /// In the order in which they stand in the program; empty where none was asked for.
    var profiles: [ServerProfile] {
        ServerProfile.all.filter { server.contains($0.name) || server.contains("all") }
    }

    var renaming: ServedFleet.Renaming {
        ServedFleet.Renaming(at: renamedAt.map { $0 * 1000 } ?? .min, overlap: renamingOverlap * 1000)
    }
}
