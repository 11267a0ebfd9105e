import TestSupport
import Testing

@testable import HTTPClient

@Suite("A server with TLS")
struct TLSTests {
    private static let keys = Result { try TestKeys() }
    private let keys: TestKeys

    init() throws { keys = try Self.keys.get() }

    @Test("is asked if its authority is named, and refused if it is not")
    func authority() throws {
        let server = try TLSServer(keys: keys, answer: "{}")
        var files = AccessFiles()
        let untrusted = try failure(server, files)
        #expect(untrusted.message.hasPrefix("cannot verify the certificate of \(server.url): "))
        #expect(untrusted.hint?.text { setting, _ in setting.rawValue }.contains(" authorities, ") == true)
        #expect(untrusted.kind == .unreachable)
        #expect(!untrusted.isTransient)
        files.authorities = keys.certificate("stranger")
        #expect(try failure(server, files).message.hasPrefix("cannot verify the certificate of \(server.url): "))
        files.authorities = keys.certificate("authority")
        #expect(try send(server, files).body == Array("{}".utf8))
    }

    @Test("is refused under a name that its certificate does not have")
    func name() throws {
        let server = try TLSServer(keys: keys, answer: "{}")
        var files = AccessFiles()
        files.authorities = keys.certificate("authority")
        let url = server.url.replacing("localhost", with: "127.0.0.1")
        let error = try withExtendedLifetime(server) { try failure(url, files) }
        #expect(error.message.hasPrefix("cannot verify the certificate of \(url): "))
        #expect(error.message.contains("127.0.0.1'"))
    }

    @Test("that asks for a client certificate gets it, with the key beside it or in the same file")
    func clientCertificate() throws {
        let server = try TLSServer(keys: keys, answer: "{}", asksForCertificate: true)
        var files = AccessFiles()
        files.authorities = keys.certificate("authority")
        (files.certificate, files.key) = (keys.certificate("client"), keys.key("client"))
        #expect(try send(server, files).status == 200)
        let both = keys.folder.path("both.pem")
        _ = try output(of: "cat '\(keys.certificate("client"))' '\(keys.key("client"))' > '\(both)'")
        (files.certificate, files.key) = (both, nil)
        #expect(try send(server, files).status == 200)
    }

    @Test("that asks for a client certificate and gets none, or a stranger's, is told to be the reason")
    func refusedClient() throws {
        let server = try TLSServer(keys: keys, answer: "{}", asksForCertificate: true)
        var files = AccessFiles()
        files.authorities = keys.certificate("authority")
        let start = "\(server.url) does not accept the client's certificate: "
        for name in ["", "unknown-client"] {
            if name != "" { (files.certificate, files.key) = (keys.certificate(name), keys.key(name)) }
            let error = try failure(server, files)
            #expect(error.message.hasPrefix(start))
            #expect(error.kind == .unauthorized)
            #expect(!error.isTransient)
        }
    }

    @Test("is not asked with a key that is another certificate's, or behind a passphrase")
    func unusableKey() throws {
        let server = try TLSServer(keys: keys, answer: "{}")
        var files = AccessFiles()
        files.authorities = keys.certificate("authority")
        let locked = keys.folder.path("locked.key")
        _ = try output(of: "openssl ec -aes128 -passout pass:s3cret -in '\(keys.key("client"))' -out '\(locked)' 2>&1")
        for key in [keys.key("server"), locked] {
            (files.certificate, files.key) = (keys.certificate("client"), key)
            let error = try failure(server, files)
            #expect(error.message.hasPrefix("cannot use the client's certificate and key \(key): "))
            #expect(error.kind == .unauthorized)
        }
    }

    @Test("is not asked with authorities that are damaged")
    func damagedAuthorities() throws {
        let server = try TLSServer(keys: keys, answer: "{}")
        var files = AccessFiles()
        files.authorities = keys.folder.path("damaged.pem")
        _ = try output(of: "sed '3d' '\(keys.certificate("authority"))' > '\(keys.folder.path("damaged.pem"))'")
        let error = try failure(server, files)
        #expect(error.message == "cannot use the certificates in \(keys.folder.path("damaged.pem"))")
    }

    private func send(_ server: TLSServer, _ files: AccessFiles) throws -> HTTPResponse {
        try transport(server.url, files).send(.test(server.url))
    }

    private func failure(_ server: TLSServer, _ files: AccessFiles) throws -> TransportError {
        try withExtendedLifetime(server) { try failure(server.url, files) }
    }

    private func failure(_ url: String, _ files: AccessFiles) throws -> TransportError {
        let transport = try transport(url, files)
        return try #require(#expect(throws: TransportError.self) { try transport.send(.test(url)) })
    }

    private func transport(_ url: String, _ files: AccessFiles) throws -> CurlTransport {
        try CurlTransport(userAgent: "test", access: files.access(to: try ServerURL(url)))
    }
}
