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

        /// What no output may hold: the secrets, and what basic authentication makes of the password.
        private static let echoed = secrets + ["bWU6czNjcmV0LXBhc3N3b3Jk"]

        @Test(
            "a server that repeats the request in its answer gets no secret into a message, a run's record or doctor",
            arguments: [200, 400, 500, 503])
        func echo(status: Int) throws {
            let bench = try CollectBench.filled()
            let server = try CannedServer { Self.echo(of: $0, status: status) }
            try write("s3cret-token\n", to: bench.folder.path("token"))
            try write("X-Key: s3cret-key\n", to: bench.folder.path("headers"))
            try write("default login me password s3cret-password\n", to: bench.folder.path("netrc"))
            let headers = ["--header-file", bench.folder.path("headers")]
            for access in [
                ["--bearer-token-file", bench.folder.path("token")], ["--netrc", bench.folder.path("netrc")],
            ] {
                let options = access + headers
                for more in [["--dry-run"], ["--verbose", "--retries", "1"]] {
                    let run = try Program.metricsctl().run(
                        bench.arguments(options + more, from: server.url, at: SmallServer.noon + 300))
                    #expect(run.exitCode == 1)
                    #expect(run.stderr.contains("x-key: …"))
                    expectNoSecret(in: run.stdout + run.stderr)
                }
                let doctor = try Program.metricsctl().run(
                    ["doctor", "--db", bench.archive, "--", "--prometheus-url", server.url] + options)
                #expect(doctor.stdout.contains("x-key: …"))
                expectNoSecret(in: doctor.stdout + doctor.stderr)
            }
            #expect(server.requests.contains { $0.headers["authorization"] == "Bearer s3cret-token" })
            let runs = try Program.metricsctl().run(["runs", "--db", bench.archive, "--json"])
            #expect(runs.stdout.contains("x-key: …"))
            expectNoSecret(in: runs.stdout)
            expectNoSecret(in: try bench.sqlite(".dump"))
        }

        @Test("nor does a proxy with its own password from the environment")
        func proxyEcho() throws {
            let bench = try CollectBench.filled()
            let proxy = try CannedServer { Self.echo(of: $0, status: 407) }
            let address = proxy.url.replacing("http://", with: "http://me:s3cret-pass%77ord@")
            let run = try bench.collect(from: "http://prometheus.example", environment: ["http_proxy": address])
            #expect(run.stderr.contains("proxy-authorization: Basic …"))
            expectNoSecret(in: run.stderr + (try bench.sqlite(".dump")))
        }

        @Test("what is for the server is not sent to a proxy that is to open a tunnel to it")
        func tunnel() throws {
            let bench = try CollectBench()
            try write("s3cret-token\n", to: bench.folder.path("token"))
            try write("X-Key: s3cret-key\n", to: bench.folder.path("headers"))
            let proxy = try CannedServer { _ in CannedResponse(status: 403) }
            let access = [
                "--bearer-token-file", bench.folder.path("token"), "--header-file", bench.folder.path("headers"),
            ]
            let run = try Program.metricsctl(["https_proxy": proxy.url]).run(
                bench.arguments(access, from: "https://prometheus.example", at: SmallServer.noon))
            #expect(run.exitCode == 1)
            #expect(Set(proxy.requests.map(\.method)) == ["CONNECT"])
            expectNoSecret(in: proxy.requests.flatMap(\.headers.values).joined(separator: "\n"))
        }

        /// Each header that may hold a secret.
        private static func echo(of request: CannedRequest, status: Int) -> CannedResponse {
            let names = ["x-key", "proxy-authorization", "authorization"]
            let lines = names.compactMap { name in request.headers[name].map { "\(name): \($0)" } }
            return .text(lines.joined(separator: "\n"), status: status)
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
            for secret in Self.echoed { #expect(!text.contains(secret), sourceLocation: sourceLocation) }
        }

        private func write(_ text: String, to path: String) throws {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        }
    }
}
