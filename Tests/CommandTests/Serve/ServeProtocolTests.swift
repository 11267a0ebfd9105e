import Foundation
import TestSupport
import Testing

/// What is particular to HTTP/1.1.
@Suite struct ServeProtocolTests {
    private static let get = "GET /healthz HTTP/1.1\\r\\nHost: x\\r\\n"

    @Test("a client that offers HTTP/2 with every request keeps its connection and gets every answer")
    func curl() throws {
        let sample = try SampleArchive()
        let server = try ServedProgram(archive: sample.path)
        let result = try Program(URL(fileURLWithPath: "/usr/bin/env")).run(
            "curl", "--silent", "--http2", "--max-time", "20", "--write-out", "%{http_code} %{num_connects} ",
            "--output", "/dev/null", "\(server.url)/healthz", "--output", "/dev/null", "\(server.url)/api/health/",
            "--output", "/dev/null", "\(server.url)/healthz")
        #expect(result.stdout == "200 1 503 0 200 0 ")
    }

    @Test(
        "requests behind an offer of another protocol are answered: in one piece, with a body, and where the client closes",
        arguments: [
            "Connection: Upgrade, HTTP2-Settings\\r\\nUpgrade: h2c\\r\\n",
            "Upgrade: TLS/1.2\\r\\nConnection: upgrade\\r\\n",
            "Connection: keep-alive, Upgrade\\r\\nUpgrade: websocket\\r\\nContent-Length: 5\\r\\n",
            "Connection: Upgrade\\r\\nUpgrade: websocket\\r\\nTransfer-Encoding: chunked\\r\\n",
        ])
    func offers(offer: String) throws {
        let sample = try SampleArchive()
        let server = try ServedProgram(archive: sample.path)
        let body =
            offer.contains("Content-Length") ? "GET /" : offer.contains("chunked") ? "1\\r\\nG\\r\\n0\\r\\n\\r\\n" : ""
        let offered = Self.get + offer + "\\r\\n" + body
        let plain = Self.get + "\\r\\n"
        let last = Self.get + "Connection: close\\r\\n\\r\\n"
        let kept = try server.exchange(offered + offered + plain + offered + last, isKept: true)
        #expect(ServedProgram.statuses(kept) == Array(repeating: "200", count: 5))
        #expect(!kept.lowercased().contains("upgrade"))
        let closed = try server.exchange(plain + offered + plain + offered)
        #expect(ServedProgram.statuses(closed) == Array(repeating: "200", count: 4))
    }

    @Test("where nobody can tell what comes next the connection is closed behind the answer")
    func unclear() throws {
        let sample = try SampleArchive()
        let server = try ServedProgram(archive: sample.path)
        let odd = Self.get + "Connection: xupgrade\\r\\nUpgrade: a\\r\\n\\r\\n"
        #expect(ServedProgram.statuses(try server.exchange(odd + odd, isKept: true)) == ["200"])
        let tunnel = try server.exchange("CONNECT x:1 HTTP/1.1\\r\\nHost: x:1\\r\\n\\r\\n", isKept: true)
        #expect(tunnel.hasPrefix("HTTP/1.1 404 ") && tunnel.contains("\r\nConnection: close\r\n"))
    }

    @Test("HTTP/1.1 needs one Host; what it says is in no answer")
    func host() throws {
        let sample = try SampleArchive()
        let server = try ServedProgram(archive: sample.path)
        for (head, status) in [
            ("1.1\\r\\n", "400"), ("1.1\\r\\nHost: x\\r\\nHost: x\\r\\n", "400"), ("1.0\\r\\n", "200"),
            ("1.0\\r\\nHost: x\\r\\n", "200"), ("1.0\\r\\nHost: x\\r\\nhost: y\\r\\n", "400"),
            ("1.1\\r\\nhost:\\r\\n", "200"),
        ] {
            let answer = try server.exchange("GET /healthz HTTP/\(head)\\r\\n")
            #expect(ServedProgram.statuses(answer) == [status], "\(head)")
            if status == "400" {
                #expect(
                    answer.hasSuffix(#"{"status":"error","message":"the request must have one Host header"}"# + "\n"))
            }
        }
        for target in ["/", "/model/?name=a", "/api/metrics/", "/nope"] {
            let answer = try server.request(
                target,
                headers: ["Host: evil.example", "X-Forwarded-Host: evil.example", "Forwarded: host=evil.example"])
            #expect(!answer.body.contains("evil") && !answer.headers.values.contains { $0.contains("evil") })
        }
    }
}
