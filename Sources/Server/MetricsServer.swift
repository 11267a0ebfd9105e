import Hummingbird
import Logging

/// The HTTP API over an archive.
package struct MetricsServer: Sendable {
    private let settings: ServerSettings

    package init(settings: ServerSettings) { self.settings = settings }

    /// Serves until SIGTERM or SIGINT; requests that are being answered then are finished first.
    package func run() async throws(ServerError) {
        let application = Application(
            responder: MetricsResponder(settings: settings),
            configuration: .init(address: .hostname(settings.host, port: settings.port)),
            onServerRunning: { channel in announce(port: channel.localAddress?.port ?? settings.port) },
            logger: MetricsServer.silentLogger)
        do {
            try await application.runService()
        } catch {
            throw ServerError(listeningOn: settings.host, port: settings.port, failedWith: error)
        }
    }

    private func announce(port: Int) {
        let host = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
        settings.log("metricsctl: serving on http://\(host):\(port)/api/metrics/")
    }

    /// The library logs what this server tells in its own words, or not at all.
    private static let silentLogger = Logger(label: "metricsctl", factory: { _ in SwiftLogNoOpLogHandler() })
}
