import TestSupport
import Testing

@testable import HTTPClient

@Suite("Servers that can't be asked")
struct TransportFailureTests {
    /// The error of a request that must fail.
    private func failure(_ request: HTTPRequest) throws -> TransportError {
        let transport = try CurlTransport.test()
        return try #require(#expect(throws: TransportError.self) { try transport.send(request) })
    }

    @Test("a refused connection is told with the URL as it was given")
    func refused() throws {
        let server = try DeadPort(.refusing)
        let url = "http://127.0.0.1:\(server.port)"
        let error = try withExtendedLifetime(server) { try failure(.test(url)) }
        #expect(error.message == "cannot reach \(url): connection refused")
        #expect(error.kind == .unreachable)
        #expect(error.isTransient)
        #expect(error.hint != nil)
    }

    @Test("a name that does not resolve is no such host")
    func noSuchHost() throws {
        let error = try failure(.test("http://nosuch.invalid:9090"))
        #expect(error.message == "cannot reach http://nosuch.invalid:9090: no such host")
        #expect(error.kind == .unreachable)
    }

    @Test("no answer in time is a timeout")
    func timeout() throws {
        let server = try CannedServer { _ in .silence }
        let error = try failure(.test(server.url, timeout: 0.3))
        #expect(error.message == "\(server.url): no answer within 0.3 s")
        #expect(error.kind == .timeout)
        #expect(!error.isTransient)
    }

    @Test("an answer that stops in the middle and stays open is a timeout")
    func stalled() throws {
        let server = try CannedServer { _ in .init(body: [1, 2, 3], ending: .stalled(after: 2)) }
        #expect(try failure(.test(server.url, timeout: 0.3)) == .timeout(server: server.url, seconds: 0.3))
    }

    @Test("a TLS handshake that is not answered is a connection that did not come about")
    func connectTimeout() throws {
        let server = try DeadPort(.silent)
        let url = "https://127.0.0.1:\(server.port)"
        let error = try withExtendedLifetime(server) { try failure(.test(url, timeout: 5, connectTimeout: 0.3)) }
        #expect(error.message == "cannot reach \(url): no connection within 0.3 s")
        #expect(error.kind == .unreachable)
    }

    @Test("a connection that is closed without an answer is told so")
    func closed() throws {
        let server = try CannedServer { _ in .closed }
        let error = try failure(.test(server.url))
        #expect(error.message == "cannot reach \(server.url): the connection was closed without an answer")
        #expect(error.kind == .unreachable)
    }

    @Test("an answer that is cut off is refused, however much came", arguments: [0, 1, 50_000])
    func cutOff(count: Int) throws {
        let server = try CannedServer { _ in
            .init(body: [UInt8](repeating: 0x20, count: 100_000), ending: .cutOff(after: count))
        }
        let error = try failure(.test(server.url))
        #expect(error == .cutOff(server: server.url))
        #expect(error.kind == .badResponse)
        #expect(error.isTransient)
    }

    @Test("chunks without an end are a cut-off answer")
    func chunksCutOff() throws {
        let server = try CannedServer { _ in
            .init(headers: [("Transfer-Encoding", "chunked")], body: Array("5\r\nhello\r\n".utf8), ending: .raw)
        }
        #expect(try failure(.test(server.url)) == .cutOff(server: server.url))
    }

    @Test("as many bytes as allowed are taken, one more is refused", arguments: [0, 1])
    func cap(extra: Int) throws {
        let server = try CannedServer { _ in .init(body: [UInt8](repeating: 0x20, count: (1 << 20) + extra)) }
        let request = try HTTPRequest.test(server.url)
        if extra == 0 {
            #expect(try CurlTransport.test().send(request).body.count == 1 << 20)
        } else {
            let error = try failure(request)
            #expect(error.message == "\(server.url): answer is larger than 1 MiB")
            #expect(error.kind == .badResponse)
        }
    }

    @Test("what a small compressed answer unpacks to is counted against the cap")
    func bomb() throws {
        let packed = try output(of: "head -c 64M /dev/zero | gzip -c")
        #expect(packed.count < 1 << 17)
        let server = try CannedServer { _ in .init(headers: [("Content-Encoding", "gzip")], body: packed) }
        #expect(try failure(.test(server.url)) == .tooLarge(server: server.url, maximumBytes: 1 << 20))
    }

    @Test("a body that is not compressed as it says is unreadable")
    func badEncoding() throws {
        let server = try CannedServer { _ in
            .init(headers: [("Content-Encoding", "gzip")], body: Array("not gzip at all".utf8))
        }
        let error = try failure(.test(server.url))
        guard case .notHTTP = error else { Issue.record("\(error)"); return }
        #expect(error.kind == .badResponse)
    }

    @Test("something that does not speak HTTP is unreadable")
    func otherProtocol() throws {
        let server = try CannedServer { _ in .init(body: Array("SSH-2.0-OpenSSH_9.2\r\n".utf8), ending: .rawWithoutHead)
        }
        let error = try failure(.test(server.url))
        guard case .notHTTP = error else { Issue.record("\(error)"); return }
        #expect(error.kind == .badResponse)
    }

    @Test("TLS with a server that speaks plain HTTP fails as unreachable")
    func plainServer() throws {
        let server = try CannedServer { _ in .json("{}") }
        let url = "https://127.0.0.1:\(server.port)"
        let error = try withExtendedLifetime(server) { try failure(.test(url)) }
        #expect(error.message.hasPrefix("cannot reach \(url): TLS failed: "))
        #expect(!error.message.contains("\n"))
        #expect(error.kind == .unreachable)
    }

    @Test("a transport is usable after every failure")
    func recovery() throws {
        let server = try CannedServer { request in request.field("query") == "bad" ? .closed : .json("{}") }
        let transport = try CurlTransport.test()
        #expect(throws: TransportError.self) { try transport.send(.test(server.url, form: [("query", "bad")])) }
        #expect(try transport.send(.test(server.url)).status == 200)
    }
}
