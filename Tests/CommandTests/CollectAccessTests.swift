import Foundation
import TestSupport
import Testing

extension CollectTests {
    /// What servers ask of their clients, from files.
    @Suite struct Access {
        private static let secrets = ["s3cret-token", "s3cret-password", "s3cret-key"]

        @Test("tokens, tenants and passwords reach the server below its path prefix, and nobody else")
        func secrets() throws {
            let bench = try CollectBench()
            let url = SmallServer.url
            let server = try CannedServer { request in
                var request = request
                request.path = String(request.path.dropFirst("/prometheus".count))
                return .forwarded(request, to: url)
            }
            try write("s3cret-token\n", to: bench.folder.path("token"))
            try write("X-Scope-OrgID: team-a\nX-Key: s3cret-key\n", to: bench.folder.path("headers"))
            try write("machine 127.0.0.1 login me password s3cret-password\n", to: bench.folder.path("netrc"))
            let token = ["--bearer-token-file", bench.folder.path("token")]
            let password = ["--netrc", bench.folder.path("netrc")]
            for access in [token, password] {
                for more in [["--dry-run"], ["--verbose"]] {
                    let headers = ["--header-file", bench.folder.path("headers")]
                    let result = try Program.metricsctl().run(
                        bench.arguments(
                            access + headers + more, from: server.url + "/prometheus/", at: SmallServer.noon))
                    #expect(result.exitCode == 0)
                    expectNoSecret(in: result.stdout + result.stderr)
                }
            }
            #expect(server.requests.allSatisfy { $0.path.hasPrefix("/prometheus/api/v1/") })
            #expect(server.requests.allSatisfy { $0.headers["x-scope-orgid"] == "team-a" })
            #expect(server.requests.allSatisfy { $0.headers["x-key"] == "s3cret-key" })
            let who = Set(server.requests.map { $0.headers["authorization"] ?? "" })
            #expect(who == ["Bearer s3cret-token", "Basic bWU6czNjcmV0LXBhc3N3b3Jk"])
            expectNoSecret(in: try bench.sqlite(".dump"))
        }

        @Test("a file that is missing or no header is one line that repeats nothing of it")
        func badFile() throws {
            let bench = try CollectBench.filled()
            let path = bench.folder.path("headers")
            try write("s3cret-key\n", to: path)
            try bench.expectFailedRun(
                "unauthorized", "cannot use \(path): line 1: it is no header, as in X-Scope-OrgID: team-a", hint: nil
            ) { try bench.collect("--header-file", path) }
            try bench.expectFailedRun(
                "unauthorized", "cannot read \(path)-none: no such file or directory",
                hint: "cron and services run as another user: check who may read the file"
            ) { try bench.collect("--bearer-token-file", path + "-none") }
            expectNoSecret(in: try bench.sqlite(".dump"))
        }

        @Test("a Unix socket needs no URL")
        func unixSocket() throws {
            let bench = try CollectBench()
            let url = SmallServer.url
            let path = bench.folder.path("s")
            let server = try CannedServer(unixSocket: path) { .forwarded($0, to: url) }
            expectSilence(try bench.collect("--unix-socket", path, from: nil))
            #expect(server.requests.count >= 2)
            #expect(try bench.windows().count == 3)
            #expect(try bench.sqlite("select url from source") == "http://localhost:9090\n")
        }

        private func expectNoSecret(in text: String, sourceLocation: SourceLocation = #_sourceLocation) {
            for secret in Self.secrets { #expect(!text.contains(secret), sourceLocation: sourceLocation) }
        }

        private func write(_ text: String, to path: String) throws {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        }
    }
}
