import Foundation
import TestSupport
import Testing

/// `collect --notify` as cron runs it.
@Suite struct CollectNotifyTests {
    private let folder: TemporaryFolder
    private let hook: CannedServer

    init() throws {
        folder = try TemporaryFolder()
        hook = try CannedServer { _ in .json("{}") }
    }

    private func settings(_ text: String) throws -> String {
        let path = folder.path("notify.conf")
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    private func collect(from url: String, _ arguments: String...) throws -> MetricsctlRun {
        try MetricsctlRun(
            ["collect", "--prometheus-url", url, "--db", folder.path("metrics.db")] + arguments)
    }

    /// What a server that knows the metric, and has no series of it at present, answers.
    private func idleServer() throws -> CannedServer {
        try CannedServer { request in
            if request.path.hasSuffix("/values") {
                return .json(#"{"status":"success","data":["request_duration_seconds_bucket"]}"#)
            }
            let type = request.path.hasSuffix("query_range") ? "matrix" : "vector"
            return .json(#"{"status":"success","data":{"resultType":"\#(type)","result":[]}}"#)
        }
    }

    private var states: [String] {
        hook.requests.filter { $0.method == "POST" }.map { String(decoding: $0.body, as: UTF8.self) }.compactMap {
            $0.firstMatch(of: /"state":"([a-z]+)"/).map { String($0.1) }
        }
    }

    @Test("a server that stays down gives one notice, and one when it is back; runs end as they would without")
    func downAndUp() throws {
        let file = try settings("webhook \(hook.url)/secret\nping \(hook.url)/alive\nfailures 2\n")
        let down = try CannedServer { _ in .text("no such query", status: 400) }
        for _ in 0..<4 {
            let result = try collect(from: down.url, "--notify", file)
            #expect(result.status == 1 && result.errors.hasPrefix("metricsctl: \(down.url) rejects the query"))
            #expect(!result.errors.contains("warning"))
        }
        #expect(states == ["critical"])
        let server = try idleServer()
        for _ in 0..<2 {
            #expect(try collect(from: server.url, "--notify", file) == MetricsctlRun(status: 0, output: "", errors: ""))
        }
        #expect(states == ["critical", "good"])
        let pings = hook.requests.filter { $0.method == "GET" }.map(\.path)
        #expect(
            pings == (0..<4).flatMap { _ in ["/alive/start", "/alive/fail"] } + [
                "/alive/start", "/alive", "/alive/start", "/alive",
            ])
    }

    @Test("a hook that fails is a warning, and the collection is stored all the same")
    func badHook() throws {
        let port = try DeadPort(.refusing)
        let dead = "http://127.0.0.1:\(port.port)"
        let server = try idleServer()
        let result = try collect(from: server.url, "--notify", settings("ping \(dead)/secret\n"))
        withExtendedLifetime(port) {}
        #expect(result.status == 0)
        #expect(
            result.errors
                == String(
                    repeating: "metricsctl: warning: cannot notify \(dead): unreachable\n", count: 2))
        let health = try MetricsctlRun(["health", "--json", "--db", folder.path("metrics.db")])
        #expect(health.output.contains(#""outcome":"success""#))
    }

    @Test("settings that can't be read or understood are a warning")
    func badSettings() throws {
        let server = try idleServer()
        let missing = try collect(from: server.url, "--notify", "/nope/notify.conf")
        #expect(
            missing
                == MetricsctlRun(
                    status: 0, output: "",
                    errors: "metricsctl: warning: cannot read /nope/notify.conf: no such file or directory\n"))
        let file = try settings("slack https://me:secret@example.org/\n")
        #expect(
            try collect(from: server.url, "--notify", file)
                == MetricsctlRun(
                    status: 0, output: "", errors: "metricsctl: warning: \(file): line 1 is not understood: slack\n"))
    }
}
