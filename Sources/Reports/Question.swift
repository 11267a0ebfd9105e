/// The catalogue of what can be asked: every question is a command of the CLI and a route of the server.
package enum Question: String, CaseIterable, Sendable {
    case p95
    case all
    case history
    case health

    /// The CLI's subcommand.
    package var command: String { rawValue }

    /// The server's path, without the last slash.
    package var path: String {
        switch self {
        case .p95: "/api/metrics/p95"
        case .all: "/api/metrics"
        case .history: "/api/metrics/history"
        case .health: "/api/health"
        }
    }
}
