import Glibc
import Latency
import TestSupport
import Testing

@testable import HTTPClient
@testable import Prometheus

@Suite("Files for access to a server")
struct AccessFilesTests {
    private let folder: TemporaryFolder
    private let server: CannedServer
    private var files = AccessFiles()

    init() throws {
        folder = try TemporaryFolder()
        server = try CannedServer { _ in .json("{}") }
    }

    @Test("headers are sent as they stand there, and comments are not")
    mutating func headers() throws {
        files.headers = try file("# tenant\nX-Scope-OrgID:  team a\n\n  AccountID: 7\r\nX-Name: 한국어\n")
        let request = try send()
        #expect(request.headers["x-scope-orgid"] == "team a")
        #expect(request.headers["accountid"] == "7")
        #expect(request.headers["x-name"] == "한국어")
        #expect(request.headers["authorization"] == nil)
    }

    @Test("a token is sent without the line break behind it", arguments: ["s3cret", "s3cret\n", "s3cret\r\n"])
    mutating func token(text: String) throws {
        files.bearerToken = try file(text)
        #expect(try send().headers["authorization"] == "Bearer s3cret")
    }

    @Test("a user and a password are sent for basic authentication")
    mutating func basic() throws {
        files.netrc = try file("machine 127.0.0.1 login me password \"s3 cret:\"")
        // base64 of "me:s3 cret:"
        #expect(try send().headers["authorization"] == "Basic bWU6czMgY3JldDo=")
    }

    @Test("what they hold goes along a redirect on the same server, and to no other")
    mutating func redirects() throws {
        let other = try CannedServer { _ in .json("{}") }
        let server = try CannedServer { request in
            switch request.path {
            case "/away/api/v1/query": .redirect(to: other.url + "/")
            case "/near/api/v1/query": .redirect(to: "/new")
            default: .json("{}")
            }
        }
        files.bearerToken = try file("s3cret")
        files.headers = try file("X-Key: s3cret", name: "headers")
        let transport = try files.transport(to: try ServerURL(server.url), userAgent: "test")
        #expect(try transport.send(.test(server.url + "/near")).status == 200)
        #expect(server.requests.last?.headers["authorization"] == "Bearer s3cret")
        let error = #expect(throws: TransportError.self) { try transport.send(.test(server.url + "/away")) }
        #expect(error?.message.contains("another port") == true)
        #expect(other.requests.isEmpty)
    }

    @Test("a Unix socket is asked instead of the URL's host, which is what it hears of")
    mutating func unixSocket() throws {
        let path = folder.path("s")
        let server = try CannedServer(unixSocket: path) { _ in .json("{}") }
        files.unixSocket = path
        let url = "http://prometheus.invalid/prefix"
        let response = try files.transport(to: try ServerURL(url), userAgent: "test").send(.test(url))
        #expect(response.status == 200)
        #expect(server.requests.first?.path == "/prefix/api/v1/query")
        #expect(server.requests.first?.headers["host"] == "prometheus.invalid")
    }

    @Test("a Unix socket that nobody serves is named")
    mutating func deadSocket() throws {
        let path = folder.path("s")
        let server = try CannedServer(unixSocket: path) { _ in .json("{}") }
        server.stop()
        files.unixSocket = path
        let transport = try files.transport(to: try ServerURL("http://h"), userAgent: "test")
        let error = #expect(throws: TransportError.self) { try transport.send(.test("http://h")) }
        #expect(error?.message == "cannot reach http://h over \(path): connection refused")
    }

    enum Use: String, CaseIterable, Sendable {
        case headers, bearerToken, netrc, authorities, certificate, unixSocket
    }

    private mutating func use(_ path: String, as use: Use) {
        switch use {
        case .headers: files.headers = path
        case .bearerToken: files.bearerToken = path
        case .netrc: files.netrc = path
        case .authorities: files.authorities = path
        case .certificate: files.certificate = path
        case .unixSocket: files.unixSocket = path
        }
    }

    /// What a file is used as, what is in it, and what is said about that.
    struct BadFile: Sendable {
        let use: Use
        let text: String
        let message: String

        init(_ use: Use, _ text: String, _ message: String) {
            (self.use, self.text, self.message) = (use, text, message)
        }
    }

    private static let badFiles = [
        BadFile(.headers, "X-A: 1\nX-B s3cret\n", "line 2: it is no header, as in X-Scope-OrgID: team-a"),
        BadFile(.headers, "X-A:\n", "line 1: it is no header, as in X-Scope-OrgID: team-a"),
        BadFile(.headers, "X A: s3cret\n", "line 1: it is no header, as in X-Scope-OrgID: team-a"),
        BadFile(.headers, "X-A: s3cret\u{7F}\n", "line 1: it is no header, as in X-Scope-OrgID: team-a"),
        BadFile(.headers, "# nothing yet\n", "it has no header"),
        BadFile(.bearerToken, "", "it must hold a token on one line, and nothing else"),
        BadFile(.bearerToken, "Bearer s3cret", "it must hold a token on one line, and nothing else"),
        BadFile(.bearerToken, "s3cret\ns3cret", "it must hold a token on one line, and nothing else"),
        BadFile(.netrc, "machine 127.0.0.1 s3cret", "line 1: a word that netrc does not have"),
        BadFile(.netrc, "machine other login me", "it has no entry for 127.0.0.1"),
        BadFile(.authorities, "s3cret", "it has no certificate in PEM form"),
        BadFile(.certificate, "s3cret", "it has no certificate in PEM form"),
        BadFile(.certificate, "-----BEGIN CERTIFICATE-----", "it has no private key in PEM form"),
        BadFile(.unixSocket, "", "it is not a socket"),
    ]

    @Test("one that is not what it should be is named, with no word of what is in it", arguments: badFiles)
    mutating func malformed(_ bad: BadFile) throws {
        let path = try file(bad.text)
        use(path, as: bad.use)
        let error = try failure()
        #expect(error.message == "cannot use \(path): \(bad.message)")
        #expect(server.requests.isEmpty)
    }

    @Test("one that is missing is named", arguments: Use.allCases)
    mutating func missing(_ use: Use) throws {
        self.use(folder.path("none"), as: use)
        #expect(try failure().message == "cannot read \(folder.path("none")): no such file or directory")
    }

    @Test("a folder, and bytes that are no text, are refused")
    mutating func noText() throws {
        files.headers = folder.url.path
        #expect(try failure().message == "cannot read \(folder.url.path): is a directory")
        let path = folder.path("bytes")
        _ = try output(of: #"printf 'X-A: \377' > '\#(path)'"#)
        files.headers = path
        #expect(try failure().message == "cannot use \(path): it is not UTF-8 text")
    }

    @Test("two that both say who asks are refused")
    mutating func ambiguous() throws {
        files.headers = try file("authorization: Bearer s3cret")
        files.bearerToken = try file("s3cret", name: "token")
        #expect(try failure().message == "the credential files contain more than one Authorization header")
    }

    private func file(_ text: String, name: String = "file") throws -> String {
        let path = folder.path(name)
        let stream = try #require(fopen(path, "w"))
        fputs(text, stream)
        fclose(stream)
        return path
    }

    private func send() throws -> CannedRequest {
        _ = try files.transport(to: try ServerURL(server.url), userAgent: "test").send(.test(server.url))
        return try #require(server.requests.first)
    }

    private func failure() throws -> PrometheusError {
        let server = try ServerURL(server.url)
        return try #require(
            #expect(throws: PrometheusError.self) { try files.transport(to: server, userAgent: "test") })
    }
}
