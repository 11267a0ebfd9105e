import TestSupport
import Testing

@testable import HTTPClient

@Suite("Requests over libcurl")
struct CurlTransportTests {
    @Test("a form arrives as it was given, whatever its characters and length")
    func form() throws {
        let server = try CannedServer { _ in .json("{}") }
        let long = String(repeating: "a+b ", count: 140_000)
        let form = [
            ("query", #"up{model=~"한국어 \"模型\"|a&b=c%"}"#), ("time", "1435781430.781"), ("long", long), ("", ""),
        ]
        _ = try CurlTransport.test().send(.test(server.url + "/prefix", form: form))
        let request = try #require(server.requests.first)
        #expect(request.method == "POST")
        #expect(request.path == "/prefix/api/v1/query")
        #expect(request.headers["content-type"] == "application/x-www-form-urlencoded")
        #expect(request.headers["user-agent"] == "metricsctl/test")
        // A form beyond 1 MiB makes curl ask first, and wait a second for an answer, unless told not to.
        #expect(request.headers["expect"] == nil)
        #expect(request.form.map(\.name) == form.map(\.0))
        #expect(request.form.map(\.value) == form.map(\.1))
    }

    @Test("a GET sends its fields in the query and no body")
    func get() throws {
        let server = try CannedServer { _ in .json("{}") }
        _ = try CurlTransport.test().send(.test(server.url, .get, form: [("match[]", "up & down")]))
        let request = try #require(server.requests.first)
        #expect(request.method == "GET")
        #expect(request.query.map(\.name) == ["match[]"])
        #expect(request.query.map(\.value) == ["up & down"])
        #expect(request.body.isEmpty)
    }

    @Test("an empty form is posted as an empty body")
    func emptyForm() throws {
        let server = try CannedServer { _ in .json("{}") }
        _ = try CurlTransport.test().send(.test(server.url, form: []))
        #expect(server.requests.first?.headers["content-length"] == "0")
    }

    @Test("headers are sent, and one that could smuggle in another is refused")
    func headers() throws {
        let server = try CannedServer { _ in .json("{}") }
        let transport = try CurlTransport.test()
        _ = try transport.send(.test(server.url, headers: [("X-Scope-OrgID", "team a")]))
        #expect(server.requests.first?.headers["x-scope-orgid"] == "team a")
        #expect(throws: TransportError.self) {
            try transport.send(.test(server.url, headers: [("X-A", "b\r\nX-C: d")]))
        }
        #expect(server.requests.count == 1)
    }

    @Test("status, type, wait and body of the answer are handed on", arguments: [200, 400, 422, 429, 503])
    func answer(status: Int) throws {
        let server = try CannedServer { _ in
            .init(
                status: status, headers: [("Content-Type", "text/plain; charset=utf-8"), ("Retry-After", "7")],
                body: Array("no healthy upstream".utf8))
        }
        let response = try CurlTransport.test().send(.test(server.url))
        #expect(response.status == status)
        #expect(response.contentType == "text/plain; charset=utf-8")
        #expect(response.retryAfter == 7)
        #expect(response.body == Array("no healthy upstream".utf8))
    }

    @Test("an answer without a type, a wait or a body has none")
    func bareAnswer() throws {
        let server = try CannedServer { _ in .init() }
        let response = try CurlTransport.test().send(.test(server.url))
        #expect(response.contentType == nil)
        #expect(response.retryAfter == nil)
        #expect(response.body == [])
    }

    @Test("a chunked answer is put together")
    func chunked() throws {
        let body = (0..<100_000).map { UInt8(truncatingIfNeeded: $0) }
        let server = try CannedServer { _ in .init(body: body, ending: .chunked(777)) }
        #expect(try CurlTransport.test().send(.test(server.url)).body == body)
    }

    /// The mapped address is this machine, too, but does not look so.
    @Test(
        "a compressed answer is unpacked, and asked for but of this machine",
        arguments: [("[::ffff:127.0.0.1]", true), ("127.0.0.1", false), ("localhost", false)])
    func gzip(host: String, isAskedFor: Bool) throws {
        let packed = try output(of: "printf '{\"status\":\"success\"}' | gzip -c")
        let server = try CannedServer { _ in .init(headers: [("Content-Encoding", "gzip")], body: packed) }
        let response = try CurlTransport.test().send(.test("http://\(host):\(server.port)"))
        #expect(response.body == Array(#"{"status":"success"}"#.utf8))
        #expect(server.requests.first?.headers["accept-encoding"]?.contains("gzip") == isAskedFor)
    }

    @Test("a connection serves one request after the other")
    func keepAlive() throws {
        let server = try CannedServer { _ in .json("{}") }
        let transport = try CurlTransport.test()
        for _ in 0..<3 { _ = try transport.send(.test(server.url)) }
        #expect(Set(server.requests.map(\.connection)).count == 1)
    }

    @Test("one request leaves nothing behind for the next")
    func independence() throws {
        let server = try CannedServer { _ in .json("{}") }
        let transport = try CurlTransport.test()
        _ = try transport.send(.test(server.url, form: [("query", "first")], headers: [("X-First", "1")]))
        _ = try transport.send(.test(server.url, .get, form: []))
        let second = server.requests[1]
        #expect(second.method == "GET")
        #expect(second.body.isEmpty)
        #expect(second.headers["x-first"] == nil)
        #expect(second.headers["content-type"] == nil)
    }
}
