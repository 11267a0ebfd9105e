import Foundation
import TestSupport
import Testing

/// A metric whose series go away, in a real Prometheus. One model is scraped every minute; times are seconds since a full
/// hour. The series end at 1740, so that 1800 is the end of the last window with data.
@Suite("A metric whose series are gone")
struct VanishedSeriesTests {
    private static let start = 1_760_000_400
    private static let metric = "request_duration_seconds"
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("for three windows, though its target is up, is told by collect, health and one notice, until it is back")
    func goneAndBack() throws {
        let hook = try CannedServer { _ in .json("{}") }
        let settings = folder.path("notify.conf")
        try "webhook \(hook.url)/\n".write(toFile: settings, atomically: true, encoding: .utf8)
        let server = try server(up(0...7200), model(0...1740, 5400...7200))
        for time in [1800, 2100, 2400] { #expect(try said(by: server, at: time, "--notify", settings) == "") }
        for (time, windows) in [(2700, 3), (3000, 4), (5100, 11)] {
            #expect(
                try said(by: server, at: time, "--notify", settings)
                    == Self.warning("\(windows) windows", "1 target is up"))
            #expect(try warnings(at: time) == ["series_gone"])
        }
        #expect(try said(by: server, at: 5700, "--notify", settings) == "")
        #expect(try warnings(at: 5700).isEmpty)
        let bodies = hook.requests.map { String(decoding: $0.body, as: UTF8.self) }
        let states = bodies.compactMap { $0.firstMatch(of: /"state":"([a-z]+)"/).map { String($0.1) } }
        #expect(states == ["warning", "good"])
        #expect(bodies.first?.contains("no series of \(Self.metric) in the last 3 windows") == true)
    }

    @Test("with its targets is another's to tell: they are down, or no longer scraped though others of the server are")
    func targetsDown() throws {
        let down = try server(up(0...1740), up(1800...7200, value: 0), up(0...7200, job: "other"), model(0...1740))
        let unknown = try server(up(0...1740), up(0...7200, job: "other"), model(0...1740))
        for (archive, server) in [("down.db", down), ("unknown.db", unknown)] {
            for time in [1800, 2700, 3000] { #expect(try said(by: server, at: time, archive: archive) == "") }
            #expect(try warnings(at: 3000, archive: archive).isEmpty)
        }
    }

    @Test("after all targets of the job were replaced is told by the new ones")
    func replaced() throws {
        let server = try server(up(0...1740), up(1800...7200, instance: "new"), model(0...1740))
        #expect(try said(by: server, at: 1800) == "")
        #expect(try said(by: server, at: 2700) == Self.warning("3 windows", "1 target is up"))
    }

    @Test("and that no target had is told while the server answers")
    func pushed() throws {
        let server = try server(model(0...1740))
        #expect(try said(by: server, at: 1800) == "")
        #expect(try said(by: server, at: 2700) == Self.warning("3 windows", "the server answers"))
    }

    @Test("is not one without requests")
    func idle() throws {
        let server = try server(up(0...7200), model(0...7200, growing: false))
        for time in [1800, 2700, 3600] { #expect(try said(by: server, at: time) == "") }
        #expect(try warnings(at: 3600).isEmpty)
    }

    // MARK: Fixtures

    private static func warning(_ windows: String, _ though: String) -> String {
        "metricsctl: warning: no series of \(metric) in the last \(windows), though \(though)\n"
    }

    private func samples(_ series: String, _ span: ClosedRange<Int>, _ value: (Int) -> Int) -> [String] {
        stride(from: span.lowerBound, through: span.upperBound, by: 60).map {
            "\(series) \(value($0)) \(Self.start + $0)"
        }
    }

    private func up(
        _ span: ClosedRange<Int>, instance: String = "i", job: String = "j", value: Int = 1
    ) -> [String] {
        samples(#"up{instance="\#(instance)",job="\#(job)"}"#, span) { _ in value }
    }

    private func model(_ spans: ClosedRange<Int>..., growing: Bool = true) -> [String] {
        ["0.1", "+Inf"].flatMap { le in
            spans.flatMap { span in
                samples("\(Self.metric)_bucket{instance=\"i\",job=\"j\",le=\"\(le)\",model=\"m\"}", span) {
                    growing ? 1000 + $0 / 30 : 1000
                }
            }
        }
    }

    private func server(_ series: [String]...) throws -> PrometheusServer {
        let file = folder.url.appending(path: "history.om")
        try Data((series.flatMap(\.self) + ["# EOF\n"]).joined(separator: "\n").utf8).write(to: file)
        return try PrometheusServer(history: file)
    }

    /// What a run that went well says.
    private func said(
        by server: PrometheusServer, at time: Int, _ more: String..., archive: String = "metrics.db"
    ) throws -> String {
        let run = try Program.metricsctl().run(
            ["collect", "--prometheus-url", server.url, "--db", folder.path(archive), "--at"]
                + [SimulatedDay.rfc3339(Self.start + time), "--timeout", "60"] + more)
        #expect(run.exitCode == 0 && run.stdout == "")
        return run.stderr
    }

    /// The codes of the last run's warnings but for those of counts that nothing vouches for.
    private func warnings(at time: Int, archive: String = "metrics.db") throws -> [String] {
        let answer = try Program.metricsctl().run(
            "health", "--db", folder.path(archive), "--at", SimulatedDay.rfc3339(Self.start + time), "--json"
        ).stdout
        #expect(answer.contains(#""outcome":"success""#))
        let codes = answer.firstMatch(of: /"warnings":\[([^\]]*)\]/)?.1.matches(of: /"([a-z_]+)"/).map { String($0.1) }
        return (codes ?? []).filter { $0 != "partial_counts" }
    }
}
