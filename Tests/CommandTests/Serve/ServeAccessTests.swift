import Foundation
import TestSupport
import Testing

@Suite struct ServeAccessTests {
    private static let token = "correct-horse-battery-staple"

    private func served(_ sample: SampleArchive, tokens: String) throws -> ServedProgram {
        let file = sample.directory.appending(path: "tokens")
        try tokens.write(to: file, atomically: true, encoding: .utf8)
        return try ServedProgram(archive: sample.path, arguments: ["--token-file", file.path])
    }

    @Test("a token lets in as a bearer token and as a password, and nothing else does")
    func token() throws {
        let sample = try SampleArchive()
        let server = try served(sample, tokens: "an-older-token-of-some-length\n\(ServeAccessTests.token)\n")
        for path in ["/api/metrics/p95/", "/", "/metrics", "/nope"] {
            let refused = try server.request(path)
            #expect(refused.status == 401)
            #expect(refused.headers["www-authenticate"] != nil)
            #expect(refused.body.hasPrefix(#"{"status":"error","message":"a token is needed"#))
        }
        func status(_ options: [String]) throws -> Int {
            try server.request("/api/metrics/p95/", options: options).status
        }
        #expect(try status(["--oauth2-bearer", ServeAccessTests.token]) == 200)
        #expect(try status(["--oauth2-bearer", "an-older-token-of-some-length"]) == 200)
        #expect(try status(["--user", "anyone:\(ServeAccessTests.token)"]) == 200)
        #expect(try status(["--oauth2-bearer", String(ServeAccessTests.token.dropLast())]) == 401)
        #expect(try status(["--oauth2-bearer", ServeAccessTests.token + "x"]) == 401)
        #expect(try status(["--user", "\(ServeAccessTests.token):anything"]) == 401)
        #expect(try status(["--header", "Authorization: Basic not*base64"]) == 401)
        #expect(try status(["--header", "Authorization:"]) == 401)
    }

    @Test("orchestrators and preflights need no token")
    func open() throws {
        let sample = try SampleArchive()
        let server = try served(sample, tokens: ServeAccessTests.token)
        #expect(try server.request("/healthz").body == #"{"status":"alive"}"# + "\n")
        #expect(try server.request("/readyz").body == #"{"status":"ready"}"# + "\n")
        let preflight = try server.request("/api/metrics/p95/", method: "OPTIONS")
        #expect(preflight.status == 204)
        #expect(preflight.headers["access-control-allow-headers"] == "Authorization, *")
    }

    @Test(
        "a file that keeps nobody out is refused",
        arguments: [
            ("\n \n", "there is no token in "), ("short\n", "a token in "),
        ])
    func badFile(text: String, message: String) throws {
        let sample = try SampleArchive()
        let file = sample.directory.appending(path: "tokens")
        try text.write(to: file, atomically: true, encoding: .utf8)
        let result = try MetricsctlRun(["serve", "--port", "0", "--db", sample.path, "--token-file", file.path])
        #expect(result.status == 1 && result.output.isEmpty)
        #expect(result.errors.hasPrefix("metricsctl: \(message)\(file.path)"))
        #expect(result.errors.hasSuffix("\nhint: make one with: openssl rand -base64 24\n"))
    }

    @Test("readiness is about the archive, liveness is not")
    func readiness() throws {
        let sample = try SampleArchive(empty: true)
        let server = try ServedProgram(archive: sample.path)
        #expect(try server.request("/readyz").status == 503)
        #expect(try server.request("/healthz").status == 200)
        try SampleArchive.fill(sample.path)
        // However old: the past can be asked about.
        let ready = try server.request("/readyz")
        #expect(ready.status == 200 && ready.headers["cache-control"] == "no-store")
    }

    @Test("an archive that is cut off, or no archive at all, is not ready, whether it was so at the start or not")
    func truncated() throws {
        let sample = try SampleArchive()
        let whole = try Data(contentsOf: URL(fileURLWithPath: sample.path))
        let running = try ServedProgram(archive: sample.path)
        #expect(try running.request("/readyz").status == 200)
        for rest in [whole.count - 1, whole.count - 4096, 4096, 100, 1] {
            try whole.prefix(rest).write(to: URL(fileURLWithPath: sample.path), options: [])
            for server in [running, try ServedProgram(archive: sample.path)] {
                let reply = try server.request("/readyz")
                #expect(reply.status == 503, "\(rest)")
                #expect(!reply.body.contains("metrics.db"))
                #expect(try server.request("/healthz").status == 200)
            }
        }
        try whole.write(to: URL(fileURLWithPath: sample.path), options: [])
        #expect(try running.request("/readyz").status == 200)
    }

    @Test(
        "a page of another name that leads here (DNS rebinding) gets nothing without the token, which no browser sends it"
    )
    func rebinding() throws {
        let sample = try SampleArchive()
        let server = try served(sample, tokens: "0123456789abcdef\n")
        for path in ["/", "/api/metrics/p95/", "/metrics", "/model?name=gpt-4"] {
            let reply = try server.request(path, headers: ["Host: rebound.example", "Origin: http://rebound.example"])
            #expect(reply.status == 401 && !reply.body.contains("gpt-4"))
            // Any origin may read, so no browser sends what it has of another one along.
            #expect(reply.headers["access-control-allow-origin"] == "*")
            #expect(reply.headers["access-control-allow-credentials"] == nil)
        }
    }
}
