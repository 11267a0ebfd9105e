import Foundation
import Testing

@Suite struct ServeTests {
    private static let at = "2025-10-17T14:32:30%2B09:00"

    @Test(
        "HTTP answers with the bytes that the command prints, with and without the last slash",
        arguments: [
            ("/api/metrics/p95", "", ["p95"]), ("/api/metrics", "", ["all"]),
            ("/api/metrics/history", "&hours=1.5&step=10m", ["history", "--hours", "1.5", "--step", "10m"]),
            ("/api/health", "", ["health"]),
            (
                "/api/metrics/p95", "&model_name=%ED%95%9C%EA%B5%AD%EC%96%B4+%EB%AA%A8%EB%8D%B8%2Fa%2Bb",
                ["p95", "--model", "한국어 모델/a+b"]
            ),
            ("/api/metrics/", "&model_name=", ["all", "--model", ""]),
            ("/api/metrics/p95/", "&model_name", ["p95", "--model", ""]),
            (
                "/api/metrics/p95/", "&source=default&metric_name=request_duration_seconds&_=17",
                ["p95", "--source", "default"]
            ),
        ])
    func sameBytes(path: String, query: String, command: [String]) throws {
        let sample = try SampleArchive()
        let server = try ServedProgram(archive: sample.path)
        let printed = try MetricsctlRun(command + ["--db", sample.path, "--at", "2025-10-17T14:32:30+09:00"]).output
        #expect(!printed.isEmpty)
        let bare = path.hasSuffix("/") ? String(path.dropLast()) : path
        // Asked twice each: the second answer may be a kept one.
        for target in [bare, bare + "/", bare, bare + "/"] {
            let reply = try server.request("\(target)?at=\(ServeTests.at)\(query)")
            #expect(reply.status == 200)
            #expect(reply.body == printed)
            #expect(reply.headers["content-type"] == "application/json; charset=utf-8")
            #expect(reply.headers["access-control-allow-origin"] == "*")
            #expect(reply.headers["cache-control"] == (command == ["health"] ? "no-store" : "no-cache"))
        }
    }

    @Test(
        "bad requests are told in JSON",
        arguments: [
            ("/api/metrics/history/?hours=abc", 400, #"hours must be more than 0 and at most 87600, got \"abc\""#),
            ("/api/metrics/history/?hours=", 400, #"hours must be more than 0 and at most 87600, got \"\""#),
            (
                "/api/metrics/history/?step=4m", 400,
                #"step must be 5m, 10m, 15m, 30m, 1h, 2h, 3h, 6h, 12h, 1d or 7d, got \"4m\""#
            ),
            ("/api/metrics/history/?hours=1&hours=2", 400, "hours must be given only once"),
            ("/api/metrics/p95/?at=noon", 400, #"at must be a time like 2025-10-17T14:30:00+09:00, got \"noon\""#),
            ("/api/metrics/p95/?model_name=%zz", 400, #"the query has a bad percent-encoding: \"%zz\""#),
            ("/api/metrics/p95/?model_name=%ff", 400, #"the query has a bad percent-encoding: \"%ff\""#),
            (
                "/api/metrics/p95/?source=x", 400,
                #"there is no source \"x\", only \"default\" (request_duration_seconds)"#
            ),
            ("/api/nothing", 404, "there is nothing at /api/nothing"),
            ("/api/metrics//", 404, "there is nothing at /api/metrics//"),
        ])
    func badRequests(target: String, status: Int, message: String) throws {
        let sample = try SampleArchive()
        let reply = try ServedProgram(archive: sample.path).request(target)
        #expect(reply.status == status)
        #expect(reply.body == #"{"status":"error","message":"\#(message)"}"# + "\n")
        #expect(reply.headers["content-type"] == "application/json; charset=utf-8")
        #expect(reply.headers["access-control-allow-origin"] == "*")
    }

    @Test("other methods are refused, HEAD is GET without a body, OPTIONS answers browsers")
    func methods() throws {
        let sample = try SampleArchive()
        let server = try ServedProgram(archive: sample.path)
        let post = try server.request("/api/metrics/p95/", method: "POST")
        #expect(post.status == 405 && post.headers["allow"] == "GET, HEAD, OPTIONS")
        #expect(post.body == #"{"status":"error","message":"POST is not allowed: this API is read-only"}"# + "\n")
        let mark = try server.request("/api/marks/", method: "POST")
        #expect(mark.status == 405 && mark.body.contains("where serve has a --write-token-file"))
        let target = "/api/metrics/p95/?at=\(ServeTests.at)"
        let head = try server.request(target, method: "HEAD")
        let get = try server.request(target)
        #expect(head.status == 200 && head.body.isEmpty)
        #expect(head.headers["content-length"] == String(get.body.utf8.count))
        let options = try server.request("/api/metrics/p95/", method: "OPTIONS")
        #expect(options.status == 204 && options.body.isEmpty)
        #expect(options.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS")
        #expect(options.headers["access-control-allow-origin"] == "*")
    }

    @Test("it starts without an archive, picks it up when it comes, and notices when it is replaced or gone")
    func comesAndGoes() throws {
        let sample = try SampleArchive(empty: true)
        let server = try ServedProgram(archive: sample.path)
        let target = "/api/metrics/p95/?at=\(ServeTests.at)"
        let empty = #"{"status":"success","data":[],"count":0,"last_updated":null}"# + "\n"
        #expect(try server.request(target).body == empty)
        let health = try server.request("/api/health/")
        #expect(health.status == 503 && health.body.hasPrefix(#"{"status":"no_data","#))

        try SampleArchive.fill(sample.path)
        #expect(try server.request(target).body.contains(#""count":2,"#))

        let other = try SampleArchive(sources: ["a", "b"])
        try FileManager.default.removeItem(atPath: sample.path)
        try FileManager.default.moveItem(atPath: other.path, toPath: sample.path)
        #expect(try server.request(target).status == 400)

        try FileManager.default.removeItem(atPath: sample.path)
        #expect(try server.request(target).body == empty)
    }

    @Test("a file that is no archive is a 500 that names no path; the log does")
    func notAnArchive() throws {
        let sample = try SampleArchive(empty: true)
        try Data("hello, this is not a database at all".utf8).write(to: URL(fileURLWithPath: sample.path))
        let server = try ServedProgram(archive: sample.path, arguments: ["--quiet"])
        let reply = try server.request("/api/health/")
        #expect(reply.status == 500)
        #expect(reply.body == #"{"status":"error","message":"the archive cannot be read"}"# + "\n")
        #expect(try server.stop().log == "metricsctl: \(sample.path) is not a SQLite file\n")
    }

    @Test("both signals end it with exit status 0, also with a connection kept open", arguments: [SIGTERM, SIGINT])
    func stops(signal: Int32) throws {
        let sample = try SampleArchive()
        let server = try ServedProgram(archive: sample.path)
        let idle = try KeptConnection(port: server.port)
        defer { idle.close() }
        let (status, _) = try server.stop(with: signal)
        #expect(status == 0)
    }

    @Test("a request is a line on stderr, with control characters made harmless, unless --quiet")
    func logs() throws {
        let sample = try SampleArchive()
        let server = try ServedProgram(archive: sample.path)
        _ = try server.request("/api/metrics/p95/?model_name=x")
        _ = try server.request("/nothing")
        let log = try server.stop().log
        #expect(
            log.wholeMatch(of: /GET \/api\/metrics\/p95\/\?model_name=x 200 [0-9.]+ ms\nGET \/nothing 404 [0-9.]+ ms\n/)
                != nil)
        let quiet = try ServedProgram(archive: sample.path, arguments: ["--quiet"])
        _ = try quiet.request("/api/metrics/p95/")
        #expect(try quiet.stop().log.isEmpty)
    }

    @Test("a port that is taken is one line and exit status 1")
    func portInUse() throws {
        let sample = try SampleArchive()
        let server = try ServedProgram(archive: sample.path)
        #expect(
            try MetricsctlRun(["serve", "--db", sample.path, "--port", String(server.port)])
                == MetricsctlRun(
                    status: 1, output: "",
                    errors: "metricsctl: cannot listen on 127.0.0.1:\(server.port): address already in use\n"
                        + "hint: choose another one with --port or --host\n"))
    }

    @Test("a host that nobody knows is one line and exit status 1")
    func unknownHost() throws {
        let result = try MetricsctlRun(["serve", "--db", "/nope", "--host", "no.such.host.invalid", "--port", "0"])
        #expect(result.status == 1 && result.output.isEmpty)
        // What the resolver says depends on the machine's network.
        let lines = result.errors.split(separator: "\n")
        #expect(lines.count == 2 && lines[0].hasPrefix("metricsctl: cannot listen on no.such.host.invalid:0: "))
    }

    @Test("what the old front ends do with every entry works: each p95 is a number")
    func oldFrontEnds() throws {
        let sample = try SampleArchive()
        let server = try ServedProgram(archive: sample.path)
        let body = try server.request("/api/metrics/p95/?at=\(ServeTests.at)").body
        let document = try #require(try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any])
        let entries = try #require(document["data"] as? [[String: Any]])
        #expect(document["status"] as? String == "success" && entries.count == 2)
        for entry in entries { #expect(entry["p95_latency_ms"] is Double && entry["model"] is String) }
    }
}
