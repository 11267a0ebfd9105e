import Foundation

/// A real TLS server on loopback (python3's `ssl`) that answers every request with one JSON text, and the keys for it.
package final class TLSServer: Sendable {
    /// `https://localhost:PORT`
    package let url: String
    private let process: Process

    /// - Parameters:
    ///   - keys: the server's certificate is for `localhost`, and clients' are checked against its authority.
    ///   - answer: the body of every answer.
    ///   - asksForCertificate: refuses clients without one.
    package init(keys: TestKeys, answer: String, asksForCertificate: Bool = false) throws {
        let folder = keys.folder
        let port = try FreePort.find()
        url = "https://localhost:\(port)"
        let log = folder.url.appending(path: "server-\(port).log")
        process = try Program(URL(fileURLWithPath: "/usr/bin/python3")).launch(
            ["-c", Self.program, String(port), folder.url.path, answer, asksForCertificate ? "1" : ""],
            stdout: folder.url.appending(path: "server-\(port).out"), stderr: log)
        for _ in 0..<600 {
            guard process.isRunning else { break }
            // Connecting is enough; the handshake is the test's business.
            let curl = Program(URL(fileURLWithPath: "/usr/bin/curl"))
            if try curl.run("-sk", "telnet://localhost:\(port)", "--max-time", "0.2").exitCode != 7 { return }
            usleep(50_000)
        }
        throw StartFailure(log: (try? String(contentsOf: log, encoding: .utf8)) ?? "")
    }

    deinit {
        // Not asked politely: Python inherits the signal mask of this process' threads, in which SIGTERM is blocked.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    package struct StartFailure: Error { let log: String }

    private static let program = """
        import http.server, socket, ssl, sys
        port, folder, answer, asks = int(sys.argv[1]), sys.argv[2], sys.argv[3].encode(), sys.argv[4]
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder + "/server.pem", folder + "/server.key")
        if asks:
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(folder + "/authority.pem")
        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            def finish_request(self, request, address):
                raw = request.dup()
                try:
                    request = context.wrap_socket(request, server_side=True)
                except ssl.SSLError:
                    # Read to the end: a reset would overtake the alert that says why.
                    raw.shutdown(socket.SHUT_WR)
                    while raw.recv(65536): pass
                    return
                raw.close()
                super().finish_request(request, address)
        Server(("127.0.0.1", port), Handler).serve_forever()
        """
}

/// Keys and certificates made by openssl for one test: an authority, a server and a client that it has issued, and an
/// authority of which nobody knows.
package final class TestKeys: Sendable {
    package let folder: TemporaryFolder

    package init() throws {
        folder = try TemporaryFolder()
        for name in ["authority", "stranger"] {
            try openssl(["req", "-x509", "-subj", "/CN=\(name)", "-keyout", key(name), "-out", certificate(name)])
        }
        try issue("server", by: "authority")
        try issue("client", by: "authority")
        try issue("unknown-client", by: "stranger")
    }

    package func certificate(_ name: String) -> String { folder.path(name + ".pem") }
    package func key(_ name: String) -> String { folder.path(name + ".key") }

    private func issue(_ name: String, by authority: String) throws {
        try openssl([
            "req", "-x509", "-subj", "/CN=\(name)", "-addext", "subjectAltName=DNS:localhost", "-addext",
            "basicConstraints=critical,CA:FALSE", "-keyout", key(name), "-out", certificate(name), "-CA",
            certificate(authority), "-CAkey", key(authority),
        ])
    }

    private func openssl(_ arguments: [String]) throws {
        let fresh = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
        let result = try Program(URL(fileURLWithPath: "/usr/bin/openssl")).run(arguments + fresh)
        guard result.exitCode == 0 else { throw KeyFailure(said: result.stderr) }
    }

    package struct KeyFailure: Error { let said: String }
}
