/// The catalogue of what can be asked: every question is a command of the CLI and, but for one, a route of the server.
package enum Question: String, CaseIterable, Sendable {
    case p95
    case all
    case history
    case health
    case runs

    /// The CLI's subcommand.
    package var command: String { rawValue }

    /// The server's path, without the last slash. nil: for the CLI alone, since runs tell of hosts and paths.
    package var path: String? {
        switch self {
        case .p95: "/api/metrics/p95"
        case .all: "/api/metrics"
        case .history: "/api/metrics/history"
        case .health: "/api/health"
        case .runs: nil
        }
    }
}
