import Archive
import Foundation
import HTTPClient
import Latency
import Prometheus
import Rendering
import SQLiteStore
import Support
import Synchronization
import TestSupport
import Testing

@testable import Notify
@testable import Questions

/// What others get to hear, over real sockets and from a real process.
@Suite struct NotifierTests {
    private let folder: TemporaryFolder
    private let archive: Archive
    private let source: Source

    private static let hostile = "a <!channel>\n$(touch x) & \"b\""
    private static let newest = 1_760_679_000

    init() throws {
        folder = try TemporaryFolder()
        archive = try Archive(creatingAt: folder.path("metrics.db"))
        source = try archive.source(
            SourceDescription(
                name: "default", metric: "request_duration_seconds", url: "http://localhost:9090", selector: "",
                modelLabel: "model", unit: .seconds))
        try collect(windows: 3, counts: [0, 0, 100, 0])
    }

    /// Windows up to `newest` and more after it: 100 requests each.
    private func collect(windows: Int, from first: Int = newest - 600, counts: [Int]) throws {
        let layout = try #require(BucketLayout(upperBounds: [0.1, 0.2, 0.4]))
        let part = try #require(Histogram.Part(layout: layout, counts: counts))
        let value = ModelWindow(
            model: Name(Self.hostile), quality: .exact, histogram: Histogram(part, sumMicroseconds: nil))
        let all = (0..<windows).map { index in
            CollectedWindow(window: Window(endedAt: first + index * 300), models: [value])
        }
        try archive.commit(all, run: nil, of: source)
    }

    /// What could not be sent while a notifier with these settings told all it had to.
    @discardableResult
    private func tell(
        _ settings: String, now: Int = newest, ping: Notifier.RunState? = nil, within seconds: Double = 60
    ) throws -> [NotifyError] {
        var failures: [NotifyError] = []
        let notifier = Notifier(
            settings: try NotifySettings("p95-warning 150ms\np95-critical 300ms\n" + settings, path: "x"),
            transport: try CurlTransport(userAgent: "metricsctl/test"), zone: Zone { _ in 32_400 },
            onFailure: { failures.append($0) })
        let timeBudget = Allowance(until: .now + .seconds(seconds))
        if let ping { notifier.ping(ping, within: timeBudget) }
        try notifier.tell(of: source, in: archive, now: now, within: timeBudget)
        return failures
    }

    private func bodies(_ server: CannedServer) -> [String] {
        server.requests.map { String(decoding: $0.body, as: UTF8.self) }
    }

    @Test("a webhook gets every change once, as JSON")
    func webhook() throws {
        let server = try CannedServer { _ in .json("{}") }
        for _ in 0..<3 { #expect(try tell("webhook \(server.url)/hook?key=1").isEmpty) }
        #expect(server.requests.map(\.path) == ["/hook"])
        #expect(server.requests.first?.headers["content-type"] == "application/json")
        let text =
            #"a <!channel>\\u000a$(touch x) & \"b\": p95 is critical: 390 ms (200–400 ms, 100 requests, the bracket straddles a limit), "#
            + "above the limit of 300 ms for 15 min; request_duration_seconds, source default"
        let name = #"a <!channel>\n$(touch x) & \"b\""#
        #expect(
            bodies(server) == [
                #"{"notices":[{"source":"default","metric_name":"request_duration_seconds","subject":"model","#
                    + #""model":"\#(name)","state":"critical","previous":"good","at":"2025-10-17T14:30:00+09:00","#
                    + #""p95_latency_ms":390.0,"p95_lower_ms":200.0,"p95_upper_ms":400.0,"requests":100,"#
                    + #""text":"\#(text)","limit_ms":300.0,"lasting_seconds":900,"sure":false,"damaged":false}]}"#
            ])
        try collect(windows: 3, from: Self.newest + 300, counts: [100, 0, 0, 0])
        try tell("webhook \(server.url)/hook?key=1", now: Self.newest + 900)
        #expect(bodies(server).count == 2 && bodies(server)[1].contains(#""state":"good","previous":"critical""#))
    }

    @Test("Slack gets one message in which no name is a link or a mention")
    func slack() throws {
        let server = try CannedServer { _ in .text("ok") }
        try tell("slack \(server.url)/services/T/B/x")
        #expect(
            bodies(server) == [
                #"{"text":":red_circle: a &lt;!channel&gt;\\u000a$(touch x) &amp; \"b\": p95 is critical: "#
                    + "390 ms (200–400 ms, 100 requests, the bracket straddles a limit), above the limit of 300 ms for 15 min; "
                    + #"request_duration_seconds, source default"}"#
            ])
    }

    @Test("Slack's signs are escaped whatever they are joined to")
    func joinedSigns() {
        let notice = Notification(
            source: SourceID(name: "default", metric: "m"), .model("<\u{338}!channel>\u{301} \u{600}<x"),
            .good,
            previous: .critical, time: Self.newest)
        let text = NotificationJSON(zone: .utc).slack([notice])
        #expect(!text.utf8.contains(UInt8(ascii: "<")) && !text.utf8.contains(UInt8(ascii: ">")))
        #expect(text.utf8.count(where: { $0 == UInt8(ascii: "&") }) == 3)
    }

    @Test("what nobody took is told again, and the warning holds no more of the address than its host")
    func refused() throws {
        let server = try CannedServer { _ in .init(status: 500) }
        let failures = try tell("webhook \(server.url)/secret?token=secret")
        #expect(failures == [.refused(origin: server.url, status: 500)])
        #expect(failures.allSatisfy { !$0.message.contains("secret") })
        let identity = "webhook \(server.url) \(Checksum.text(of: "secret?token=secret"))"
        #expect(try archive.notifiedStates(of: source, to: identity).value.isEmpty)
        try tell("webhook \(server.url)/secret")
        #expect(server.requests.count == 2)
        server.stop()
        let unreachable = try tell("webhook \(server.url)/secret")
        #expect(unreachable == [.unreachable(origin: server.url, kind: .unreachable)])
    }

    @Test("what one target took is remembered, and told the one that did not take it until it does")
    func several() throws {
        let good = try CannedServer { _ in .json("{}") }
        let bad = try CannedServer { _ in .init(status: 404) }
        #expect(try tell("webhook \(good.url)/a\nslack \(bad.url)/b").count == 1)
        try tell("webhook \(good.url)/a\nslack \(bad.url)/b")
        #expect(good.requests.count == 1 && bad.requests.count == 2)
    }

    @Test("a program gets the names as arguments and environment, and no shell sees them")
    func command() throws {
        let script = folder.path("page me")
        let seen = folder.path("seen")
        try """
        #!/bin/sh
        printf '%s|' "$@" "$METRICSCTL_MODEL" "$METRICSCTL_STATE" "$METRICSCTL_P95_MS" "$#" > '\(seen)'
        """.write(toFile: script, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
        #expect(try tell("command \(script)").isEmpty)
        let text =
            #"a <!channel>\u000a$(touch x) & "b": p95 is critical: 390 ms (200–400 ms, 100 requests, the bracket straddles a limit), "#
            + "above the limit of 300 ms for 15 min; request_duration_seconds, source default"
        #expect(
            try String(contentsOfFile: seen, encoding: .utf8)
                == "critical|\(Self.hostile)|\(text)|\(Self.hostile)|critical|390.0|3|")
    }

    @Test("a program that fails, and one that is not there, is a warning")
    func badCommand() throws {
        #expect(try tell("command /bin/false") == [.command("/bin/false", reason: "exit code 1")])
        #expect(try tell("command /nope") == [.command("/nope", reason: "no such file or directory")])
    }

    @Test("a dead man's switch hears of start, success and failure")
    func ping() throws {
        let server = try CannedServer { _ in .text("OK") }
        for state in [Notifier.RunState.start, .success, .fail] { try tell("ping \(server.url)/uuid", ping: state) }
        #expect(server.requests.map(\.path) == ["/uuid/start", "/uuid", "/uuid/fail"])
        #expect(server.requests.allSatisfy { $0.method == "GET" })
    }

    @Test("Alertmanager hears on every run of what lasts, with the same start and a later end, until it is over")
    func everyRun() throws {
        let server = try CannedServer { _ in .json("{}") }
        let down = try DeadPort(.refusing)
        func times() throws -> [[String]] {
            try bodies(server).map { body in
                let alerts = try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [[String: Any]] ?? []
                return alerts.map { "\($0["startsAt"] ?? "") \($0["endsAt"] ?? "")" }
            }
        }
        for run in 0..<5 {
            // One run can't get through: the next one tells it all the same.
            let url = run == 2 ? "http://127.0.0.1:\(down.port)" : server.url
            let failures = try tell("alertmanager \(url)", now: Self.newest + 300 * run)
            #expect(failures.isEmpty == (run != 2))
        }
        withExtendedLifetime(down) {}
        let start = "2025-10-17T14:30:00+09:00"
        #expect(
            try times()
                == ["14:50", "14:55", "15:05", "15:10"].map { ["\(start) 2025-10-17T\($0):00+09:00"] })
        try collect(windows: 3, from: Self.newest + 300, counts: [100, 0, 0, 0])
        for run in 5..<7 { try tell("alertmanager \(server.url)", now: Self.newest + 300 * run) }
        // It ends with the run that found it good; after that there is nothing to tell.
        #expect(try times().dropFirst(4) == [["\(start) 2025-10-17T14:55:00+09:00"]])
    }

    @Test("a real Alertmanager shows what is not good, on every run, and no more once it is good")
    func alertmanager() throws {
        let server = try Alertmanager()
        // Alertmanager takes ends for real: what has ended must not lie in its future.
        let now = Int(Date().timeIntervalSince1970) - 60
        for _ in 0..<2 { #expect(try tell("alertmanager \(server.url)", now: now).isEmpty) }
        let alert = try #require(try server.alerts().first)
        #expect(try server.alerts().count == 1)
        #expect(
            alert.labels == [
                "alertname": "ModelLatencyHigh", "severity": "critical", "model": Self.hostile, "source": "default",
                "metric_name": "request_duration_seconds",
            ])
        #expect(alert.annotations["summary"]?.contains("p95 is critical") == true)
        #expect(alert.status.state != "resolved")
        try collect(windows: 3, from: Self.newest + 300, counts: [0, 100, 0, 0])
        #expect(try tell("alertmanager \(server.url)", now: now + 1).isEmpty)
        #expect(try severities(server, until: ["warning"]) == ["warning"])
        try collect(windows: 3, from: Self.newest + 1200, counts: [100, 0, 0, 0])
        #expect(try tell("alertmanager \(server.url)", now: now + 2).isEmpty)
        #expect(try severities(server, until: []) == [])
    }

    /// Of the alerts that go on, once they are as expected, or after a while as they are.
    private func severities(_ server: Alertmanager, until expected: [String]) throws -> [String] {
        for _ in 0..<100 {
            if try server.alerts().compactMap({ $0.labels["severity"] }) == expected { return expected }
            usleep(100_000)
        }
        return try server.alerts().compactMap { $0.labels["severity"] }
    }
}
