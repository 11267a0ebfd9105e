import HTTPClient
import Prometheus
import Questions
import Support
import TestSupport
import Testing

@testable import Doctor

@Suite struct ServeCheckTests {
    private let success = CannedPrometheus.now

    private func finding(_ url: String, isExpected: Bool = true) throws -> Finding {
        ServeCheck(
            server: try ServerURL(url), transport: try CurlTransport(userAgent: "test"), isExpected: isExpected,
            lastSuccess: success
        ).finding()
    }

    private func health(_ time: String) throws -> CannedServer {
        try CannedServer { _ in .json(#"{"status":"healthy","last_collection":\#(time)}"#) }
    }

    @Test("one that tells the archive's last success serves that archive")
    func well() throws {
        let server = try health(#""2025-10-17T05:31:00+00:00""#)
        #expect(try finding(server.url) == Finding("serve", .ok, "\(server.url) answers: healthy"))
    }

    @Test("one that tells another has another archive", arguments: [#""2025-10-17T05:20:59+00:00""#, "null"])
    func otherArchive(time: String) throws {
        let server = try health(time)
        let told = time == "null" ? "never" : time.replacing("\"", with: "")
        #expect(
            try finding(server.url)
                == Finding(
                    "serve", .warning, "\(server.url) answers from another archive: its last collection was \(told)",
                    advice: "give serve and collect the same \(.archive) or METRICSCTL_DB"))
    }

    @Test("none is a problem where one is expected")
    func down() throws {
        let url = "http://127.0.0.1:\(try DeadPort(.refusing).port)"
        #expect(
            try finding(url)
                == Finding(
                    "serve", .problem, "cannot reach \(url): connection refused",
                    advice: "start it: metricsctl serve, or systemctl enable --now metricsctl-serve.service"))
        #expect(try finding(url, isExpected: false) == Finding("serve", .skipped, "nothing serves at \(url)"))
    }

    @Test("something else at its port is in the way of one that is expected")
    func other() throws {
        let server = try CannedServer { _ in .text("hello") }
        let reason = "what answers at \(server.url) is not metricsctl serve"
        #expect(
            try finding(server.url)
                == Finding("serve", .problem, reason, advice: "choose another port: metricsctl serve --port"))
        #expect(try finding(server.url, isExpected: false) == Finding("serve", .skipped, reason))
    }
}
