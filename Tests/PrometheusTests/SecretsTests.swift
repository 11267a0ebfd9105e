import Latency
import TestSupport
import Testing

@testable import HTTPClient
@testable import Prometheus

/// Servers that repeat what they were sent.
@Suite("Secrets in a server's words")
struct SecretsTests {
    private static let token = "abcdefg+hijklm/opqrstu="

    private var access: ServerAccess {
        var access = ServerAccess()
        access.headers = [("Authorization", "Bearer " + Self.token), ("X-Key", "k3ys"), ("X-Id", "a")]
        access.login = ("me", "long password")
        return access
    }

    @Test(
        "become an ellipsis, and nothing else does",
        arguments: [
            ("Authorization: Bearer \(token), X-Key: k3ys", "Authorization: Bearer …, X-Key: …"),
            ("a key k3y, a Bearer abcdefg", "a key k3y, a Bearer …"),
            ("a k3y, abcdef, opqrst", "a k3y, abcdef, opqrst"),
            // Escaped by a page, by JSON and in a URL.
            ("abcdefg&#43;hijklm&#x2F;opqrstu=", "…&#43;…&#x2F;…="),
            (#"abcdefg\u002bhijklm\/opqrstu="#, #"…\u002b…\/…="#),
            ("abcdefg%2Bhijklm%2Fopqrstu%3D", "…%2B…%2F…%3D"),
            ("Basic bWU6bG9uZyBwYXNzd29yZA==", "Basic …"),
            ("me/long password", "me/…"),
            ("me/long%20password", "me/long%20…"),
        ])
    func line(text: String, line: String) {
        #expect(Secrets(access).line(text, limit: 100) == line)
    }

    @Test("are found before the cut and whatever stands around them")
    func cut() {
        let secrets = Secrets(access)
        for count in 0...30 {
            let filler = String(repeating: "x", count: count)
            let line = secrets.line(filler + Self.token + "k3ys" + filler, limit: 20)
            #expect(line.allSatisfy { "x…".contains($0) }, "\(line)")
        }
    }

    @Test("are a proxy's password, too, as it stands in the URL and as it is sent")
    func proxy() {
        let secrets = Secrets(ServerAccess(), proxies: ["http://me:pass%77ord@proxy.example:3128/", "proxy.example"])
        let text = "Basic bWU6cGFzc3dvcmQ= password pass%77ord me proxy.example"
        #expect(secrets.line(text, limit: 100) == "Basic … … … me proxy.example")
    }

    @Test("are the password of an Authorization: Basic from a header file")
    func basicHeader() {
        var access = ServerAccess()
        access.headers = [("authorization", "Basic bWU6cGFzc3dvcmQ=")]
        #expect(Secrets(access).line("bWU6cGFzc3dvcmQ= is me:password", limit: 100) == "… is me:…")
    }

    /// Each is an answer to every request.
    private static let answers: [CannedResponse] =
        [200, 400, 404, 407, 422, 429, 500, 503].flatMap { status in
            [
                .text(String(repeating: " ", count: 350) + "k3ys Bearer \(token)", status: status),
                .json(
                    #"{"status":"error","errorType":"x","error":"k3ys Bearer abcdefg\u002bhijklm\/opqrstu="}"#,
                    status: status),
            ]
        } + [
            .json(
                #"{"status":"success","data":{"resultType":"vector","result":[]},"warnings":["\u001b[2J\nk3ys abcdefg+hijklm\/opqrstu="]}"#
            ),
            .json(#"{"status":"success","data":{"resultType":"k3ys","result":[]}}"#),
            .redirect(to: "http://other.example/k3ys"),
        ]

    @Test("never reach an error of the client, which is one line", arguments: answers)
    func client(answer: CannedResponse) throws {
        let server = try CannedServer { _ in answer }
        let client = PrometheusClient(
            server: try ServerURL(server.url),
            transport: try CurlTransport(userAgent: "metricsctl/test", access: access),
            limits: .init(timeout: 60), patience: RetryPolicy(retries: 0))
        let window = Window(endedAt: 600)
        let error = #expect(throws: PrometheusError.self) { try client.evaluate("up", at: window...window) }
        let message = error?.message ?? ""
        #expect(message.hasPrefix(server.url))
        #expect(!message.unicodeScalars.contains { $0.properties.generalCategory == .control })
        #expect(!["k3ys", "abc", "hij", "opq"].contains { message.contains($0) }, "\(message)")
    }
}
