import FoundationEssentials
import HTTPClient
import Latency
import Prometheus
import Questions
import Support

/// Whether `serve` answers, and from this archive.
struct ServeCheck {
    let server: ServerURL
    let transport: any HTTPTransport
    /// Whether it must: somebody asked for it, or a unit of systemd is there.
    let isExpected: Bool
    /// When the last success of any source ended, as the archive has it; seconds since 1970 UTC.
    let lastSuccess: Int?

    private struct Health: Decodable {
        let status: String
        let lastCollection: String?

        enum CodingKeys: String, CodingKey {
            case status
            case lastCollection = "last_collection"
        }
    }

    func finding() -> Finding {
        let request = HTTPRequest(
            .get, server, "api/health/", timeout: 5, connectTimeout: 3, maximumBytes: 1 << 20)
        let response: HTTPResponse
        do throws(TransportError) {
            response = try transport.send(request)
        } catch {
            guard isExpected else { return Finding("serve", .skipped, "nothing serves at \(server.text)") }
            return Finding(
                "serve", .problem, error.message,
                advice: "start it: metricsctl serve, or systemctl enable --now metricsctl-serve.service")
        }
        guard let health = try? JSONDecoder().decode(Health.self, from: Data(response.body)) else {
            return Finding(
                "serve", isExpected ? .problem : .skipped, "what answers at \(server.text) is not metricsctl serve",
                advice: isExpected ? "choose another port: metricsctl serve --port" : nil)
        }
        let told = health.lastCollection.flatMap { Timestamp.parse($0) }
        // It may have looked a moment earlier or later.
        if abs((told ?? 0) - (lastSuccess ?? 0)) > 600 {
            return Finding(
                "serve", .warning,
                "\(server.text) answers from another archive: its last collection was \(health.lastCollection ?? "never")",
                advice: "give serve and collect the same \(.archive) or METRICSCTL_DB")
        }
        return Finding("serve", .ok, "\(server.text) answers: \(health.status)")
    }
}
