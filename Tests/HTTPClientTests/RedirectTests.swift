import TestSupport
import Testing

@testable import HTTPClient

@Suite("Redirects")
struct RedirectTests {
    @Test("one on the same host is followed with the form as it was", arguments: [301, 302, 303, 307, 308])
    func sameHost(status: Int) throws {
        let server = try CannedServer { request in
            request.path == "/moved/api/v1/query" ? .json("{}") : .redirect(to: "/moved" + request.path, status: status)
        }
        let response = try CurlTransport.test().send(.test(server.url, form: [("query", "up")]))
        #expect(response.status == 200)
        #expect(server.requests.map(\.method) == ["POST", "POST"])
        #expect(server.requests.map(\.path) == ["/api/v1/query", "/moved/api/v1/query"])
        #expect(server.requests.map { $0.field("query") } == ["up", "up"])
    }

    @Test("one to another host is refused by name and nothing is sent there")
    func otherHost() throws {
        let server = try CannedServer { _ in .redirect(to: "http://me:s3cret@other.example/login?token=s3cret") }
        let transport = try CurlTransport.test()
        let error = #expect(throws: TransportError.self) { try transport.send(.test(server.url)) }
        #expect(error?.message == "\(server.url): redirected to http://other.example/login, which is another host")
        #expect(error?.kind == .badResponse)
        #expect(server.requests.count == 1)
    }

    @Test("one that goes round in circles ends")
    func circle() throws {
        let server = try CannedServer { request in .redirect(to: request.path) }
        let transport = try CurlTransport.test()
        #expect(throws: TransportError.tooManyRedirects(server: server.url)) { try transport.send(.test(server.url)) }
        #expect(server.requests.count == 6)
    }

    @Test("the time of a request holds for all its redirects together")
    func time() throws {
        let server = try CannedServer { request in
            var response = CannedResponse.redirect(to: request.path)
            response.delay = 0.2
            return response
        }
        let transport = try CurlTransport.test()
        #expect(throws: TransportError.timeout(server: server.url, seconds: 0.5)) {
            try transport.send(.test(server.url, timeout: 0.5))
        }
    }

    @Test("a redirect without a target is an answer")
    func noTarget() throws {
        let server = try CannedServer { _ in .init(status: 302) }
        #expect(try CurlTransport.test().send(.test(server.url)).status == 302)
    }

    @Test(
        "targets are judged by scheme, host and port",
        arguments: [
            ("http://h:9090/x?y=1", "http://h:9090/x?y=1"),
            ("http://me:pw@H:9090/x", "http://h:9090/x"),
            ("https://h/x", "https://h/x"),
            ("https://h:8443/x", "https://h:8443/x"),
        ])
    func followed(target: String, url: String) throws {
        let server = try ServerURL("http://h:9090/prefix")
        #expect(try Redirect(to: target, from: server, of: server).url == url)
    }

    @Test(
        "targets elsewhere are refused, each for its reason",
        arguments: [
            ("https://other/x", TransportError.RedirectProblem.anotherHost, "https://other/x"),
            ("https://h.other/x", .anotherHost, "https://h.other/x"),
            ("https://h@other/x", .anotherHost, "https://other/x"),
            ("https://other\\@h/x", .anotherHost, "https://other\\@h/x"),
            ("https://h:444/", .anotherPort, "https://h:444/"),
            ("http://h/", .unencrypted, "http://h/"),
            ("file:///etc/passwd", .notHTTP, "file:///etc/passwd"),
            ("ftp://h/", .notHTTP, "ftp://h/"),
            ("gopher", .notHTTP, "gopher://"),
        ])
    func refused(target: String, problem: TransportError.RedirectProblem, shown: String) throws {
        let server = try ServerURL("https://h/prefix")
        #expect(throws: TransportError.redirected(server: "https://h/prefix", target: shown, problem: problem)) {
            try Redirect(to: target, from: server, of: server)
        }
    }
}
