import Foundation
import TestSupport
import Testing

/// Marks that come from elsewhere, such as a pipeline that has just deployed.
@Suite("Writing over HTTP")
struct ServeWritingTests {
    private static let writeToken = "write-correct-horse-battery"
    private static let readToken = "read-correct-horse-battery"

    private let sample: SampleArchive
    private let files: (write: String, read: String)

    init() throws {
        sample = try SampleArchive()
        files = (sample.directory.appending(path: "write").path, sample.directory.appending(path: "read").path)
        try Self.writeToken.write(toFile: files.write, atomically: true, encoding: .utf8)
        try Self.readToken.write(toFile: files.read, atomically: true, encoding: .utf8)
    }

    private func served(_ more: [String] = []) throws -> ServedProgram {
        try ServedProgram(archive: sample.path, arguments: ["--write-token-file", files.write] + more)
    }

    private func post(
        _ server: ServedProgram, _ body: String, token: String? = ServeWritingTests.writeToken,
        type: String = "application/json", headers: [String] = [], path: String = "/api/marks/"
    ) throws -> ServedProgram.Response {
        try server.request(
            path, method: "POST", headers: ["Content-Type: \(type)"] + headers,
            options: ["--data-binary", body] + (token.map { ["--oauth2-bearer", $0] } ?? []))
    }

    private func list() throws -> String {
        let list = try MetricsctlRun(["mark", "list", "--json", "--db", sample.path])
        #expect(list.status == 0)
        return list.output
    }

    @Test("a mark is added with 201, is listed as the command lists it, and is removed with 204")
    func marks() throws {
        let server = try served()
        let added = try post(server, #"{"text":"vLLM 0.11","at":"2025-10-17T14:30:00+09:00","model":"gpt-4"}"#)
        #expect(added.status == 201 && added.headers["content-type"] == "application/json; charset=utf-8")
        #expect(added.body.hasPrefix(#"{"status":"success","data":[{"id":1,"at":"2025-10-17T"#))
        #expect(added.body.contains(#""text":"vLLM 0.11","model":"gpt-4","kind":"manual","created_at":"#))
        #expect(added.body.hasSuffix(#""created_by":"http"}],"count":1}"# + "\n"))
        #expect(try server.request("/api/marks/").body == list())
        #expect(try list() == added.body)
        let other = try post(server, #"{"text":"new driver"}"#, path: "/api/marks")
        #expect(other.status == 201 && other.body.contains(#""id":2,"#))
        func remove(_ path: String) throws -> ServedProgram.Response {
            try server.request(path, method: "DELETE", options: ["--oauth2-bearer", Self.writeToken])
        }
        let removed = try remove("/api/marks/1")
        #expect(removed.status == 204 && removed.body.isEmpty)
        #expect(try remove("/api/marks/1").status == 404)
        #expect(try remove("/api/marks/2/").status == 204)
        #expect(try list().contains(#""data":[]"#))
    }

    @Test("the same Idempotency-Key gives the same mark, at once from many, by another server, and after a restart")
    func idempotency() throws {
        let (first, second) = (try served(), try served())
        let key = ["Idempotency-Key: deploy 4711"]
        let answer = try post(first, #"{"text":"deploy"}"#, headers: key)
        #expect(answer.status == 201)
        #expect(try post(second, #"{"text":"deploy"}"#, headers: key).body == answer.body)
        #expect(try first.stop().status == 0)
        let restarted = try served()
        let again = try post(restarted, #"{"text":"deploy","at":"2025-10-17"}"#, headers: key)
        #expect(again.status == 201 && again.body == answer.body)
        #expect(try list() == answer.body)
        #expect(try post(restarted, #"{"text":"b"}"#, headers: ["Idempotency-Key: other"]).body.contains(#""id":2,"#))
        for bad in [["Idempotency-Key;"], ["Idempotency-Key: a", "Idempotency-Key: b"], ["Idempotency-Key: é"]] {
            #expect(try post(restarted, #"{"text":"b"}"#, headers: bad).status == 400)
        }
        #expect(
            try post(restarted, #"{"text":"b"}"#, headers: ["Idempotency-Key: \(String(repeating: "k", count: 256))"])
                .status == 400)
    }

    @Test("the line for pipelines in the documentation does it, and again changes nothing")
    func documented() throws {
        let server = try served()
        let page = try Checkout.text("Sources/Documentation/HTTP.md")
        let line = try #require(page.split(separator: "\n").first { $0.hasPrefix("    curl ") })
        let script = line.replacing("http://127.0.0.1:8000", with: server.url)
        for _ in 0..<2 {
            let result = try Program(URL(fileURLWithPath: "/usr/bin/env")).run(
                "MARK_TOKEN=\(Self.writeToken)", "CI_JOB_ID=17", "bash", "-c", String(script))
            #expect(result.exitCode == 0 && result.stdout.contains(#""id":1,"#), "\(result.stderr)")
        }
        #expect(try list().contains(#""text":"vLLM 0.11","model":"gpt-4""#))
    }

    @Test("only who has a token that writes writes, and it reads nothing")
    func access() throws {
        let server = try served(["--token-file", files.read])
        let body = #"{"text":"a"}"#
        let stranger = try post(server, body, token: nil)
        #expect(stranger.status == 401 && stranger.headers["www-authenticate"] == #"Bearer realm="metricsctl""#)
        #expect(try post(server, body, token: "some-other-token-of-a-length").status == 401)
        #expect(try post(server, body, token: Self.readToken).status == 403)
        let password = try server.request(
            "/api/marks/", method: "POST", headers: ["Content-Type: application/json"],
            options: ["--data-binary", body, "--user", "a:\(Self.writeToken)"])
        #expect(password.status == 401)
        #expect(try server.request("/api/marks/1", method: "DELETE").status == 401)
        #expect(
            try server.request("/api/marks/1", method: "DELETE", options: ["--oauth2-bearer", Self.readToken]).status
                == 403)
        for path in ["/api/marks/", "/api/metrics/p95/", "/", "/metrics", "/nothing"] {
            let reply = try server.request(path, options: ["--oauth2-bearer", Self.writeToken])
            #expect(reply.status == 403, "\(path)")
        }
        #expect(try post(server, "", path: "/api/v1/read").status == 403)
        #expect(try server.request("/api/marks/", options: ["--oauth2-bearer", Self.readToken]).status == 200)
        #expect(try list().contains(#""data":[]"#))
    }

    @Test("no origin of another page gets what it needs to write, and reading stays open to all")
    func origins() throws {
        let server = try served()
        func preflight(_ path: String, _ method: String) throws -> ServedProgram.Response {
            try server.request(
                path, method: "OPTIONS",
                headers: ["Origin: http://evil.example", "Access-Control-Request-Method: \(method)"])
        }
        for (path, method) in [("/api/marks/", "POST"), ("/api/marks/1", "DELETE"), ("/api/marks/1", "GET")] {
            let reply = try preflight(path, method)
            #expect(reply.status == 204 && !reply.headers.keys.contains { $0.hasPrefix("access-control") })
        }
        #expect(try preflight("/api/marks/", "POST").headers["allow"] == "GET, HEAD, OPTIONS, POST")
        #expect(try preflight("/api/marks/", "GET").headers["access-control-allow-origin"] == "*")
        let added = try post(server, #"{"text":"a"}"#, headers: ["Origin: http://evil.example"])
        #expect(added.status == 201 && !added.headers.keys.contains { $0.hasPrefix("access-control") })
        #expect(try server.request("/api/marks/").headers["access-control-allow-origin"] == "*")
    }

    @Test("what is no mark is refused, and nothing of it is kept")
    func refused() throws {
        let server = try served()
        let body = #"{"text":"a"}"#
        for type in ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", ""] {
            #expect(try post(server, body, type: type).status == 415, "\(type)")
        }
        #expect(try post(server, #"{"text":"\#(String(repeating: "a", count: 4096))"}"#).status == 413)
        #expect(try post(server, "").status == 400)
        #expect(try post(server, #"{"text":"a","id":7}"#).status == 400)
        #expect(try post(server, body, path: "/api/marks/?dry_run=1").status == 400)
        #expect(try post(server, body, path: "/api/marks/1").status == 405)
        #expect(try post(server, body, path: "/api/exclusions/").status == 405)
        for method in ["PUT", "DELETE", "PATCH"] {
            let reply = try server.request(
                "/api/marks/", method: method, options: ["--oauth2-bearer", Self.writeToken])
            #expect(reply.status == 405 && reply.headers["allow"] == "GET, HEAD, OPTIONS, POST")
        }
        let named = try server.request(
            "/api/marks/abc", method: "DELETE", options: ["--oauth2-bearer", Self.writeToken])
        #expect(named.status == 404)
        #expect(try list().contains(#""data":[]"#))
        #expect(try post(server, body, type: "Application/JSON; charset=utf-8").status == 201)
    }

    @Test("at most 60 a minute")
    func pace() throws {
        let server = try served()
        let curl = Program(URL(fileURLWithPath: "/usr/bin/curl"))
        let codes = try curl.run([
            "-s", "-o", "/dev/null", "-w", "%{http_code}\n", "-X", "DELETE", "--oauth2-bearer", Self.writeToken,
            "\(server.url)/api/marks/[1-62]",
        ]).stdout.split(separator: "\n")
        #expect(codes == Array(repeating: "404", count: 60) + ["429", "429"])
        let waiting = try post(server, #"{"text":"a"}"#)
        #expect(waiting.status == 429 && Int(waiting.headers["retry-after"] ?? "").map { 1...60 ~= $0 } == true)
        #expect(try server.request("/api/marks/").status == 200)
    }

    @Test("hostile texts are inert wherever they are shown")
    func hostile() throws {
        let server = try served()
        let text = #"</script><script>alert(1)</script>\u001b[31m\r\nSet-Cookie: a=b"#
        #expect(
            try post(server, #"{"text":"\#(text)","model":"gpt-4","at":"2025-10-17T14:00:00+09:00"}"#).status == 201)
        let table = try MetricsctlRun(["mark", "list", "--db", sample.path])
        #expect(table.status == 0 && !table.output.contains("\u{1B}") && !table.output.contains("\r"))
        for path in [
            "/model?name=gpt-4&at=2025-10-17T05:33:00Z&hours=24", "/chart.svg?model_name=gpt-4&at=2025-10-17T05:33:00Z",
        ] {
            let page = try server.request(path)
            #expect(page.status == 200 && !page.body.contains("<script>alert") && page.headers["set-cookie"] == nil)
        }
        #expect(try server.request("/api/marks/").body == list())
    }

    @Test("without the flag everything is 405 as before")
    func off() throws {
        let server = try ServedProgram(archive: sample.path)
        let reply = try post(server, #"{"text":"a"}"#)
        #expect(reply.status == 405 && reply.headers["allow"] == "GET, HEAD, OPTIONS")
        #expect(try server.request("/api/marks/1", method: "DELETE").status == 404)
    }

    @Test("a file that is not there, or not to be written, is 503, and no path is told")
    func unwritable() throws {
        let nowhere = sample.directory.appending(path: "none/metrics.db").path
        let server = try ServedProgram(archive: nowhere, arguments: ["--write-token-file", files.write])
        let reply = try post(server, #"{"text":"a"}"#)
        #expect(
            reply.status == 503 && reply.body == #"{"status":"error","message":"the archive cannot be written"}"# + "\n"
        )
    }

    @Test("a token that is in both files is refused at the start, as is a file without any")
    func commonToken() throws {
        try "\(Self.writeToken)\n\(Self.readToken)\n".write(toFile: files.read, atomically: true, encoding: .utf8)
        let both = ["serve", "--port", "0", "--db", sample.path, "--token-file", files.read, "--write-token-file"]
        let shared = try MetricsctlRun(both + [files.write])
        #expect(shared.status == 64 && shared.errors.contains("must have no token in common"))
        try "short".write(toFile: files.write, atomically: true, encoding: .utf8)
        let short = try MetricsctlRun(both + [files.write])
        #expect(short.status == 1 && short.errors.hasPrefix("metricsctl: a token in \(files.write) is too short"))
    }
}
