import Archive
import Foundation
import Latency
import TestSupport
import Testing

/// Windows that no run collected in time, or that were collected too early, and what the server has of them later. One
/// model answers two requests a minute and is scraped every minute; times are seconds since a full hour.
@Suite("Windows that were missed, or collected too early")
struct MissedWindowsTests {
    private static let start = 1_760_000_400
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("stay uncollected where the server has forgotten them, which health tells")
    func forgotten() throws {
        try collect(from: server(model: 0...1800), at: 1800)
        // It remembers an hour.
        try collect(from: server(model: 18_000...21_600), at: 21_600)
        var expected = Self.every(1200...1800).merging(Self.every(18_000...21_600)) { $1 }
        // Nothing vouches for what came before the first sample that is left.
        expected[18_000] = 0
        #expect(try windows() == expected)
        #expect(try health().contains(#""warnings":["partial_counts","windows_forgotten"]"#))
    }

    @Test("are without data where the server has the time but not the model")
    func withoutData() throws {
        try collect(from: server(model: 0...1800), at: 1800)
        try collect(from: server(up: 0...21_600, model: 18_000...21_600), at: 21_600)
        let all = try windows()
        #expect(all.count == 3 + (21_600 - 1800) / 300)
        #expect(all[3000] == .some(nil))
        #expect(try !health().contains("windows_forgotten"))
    }

    @Test("are without data where the server was down as well, and has what was before")
    func bothDown() throws {
        try collect(from: server(model: 0...1800), at: 1800)
        try collect(from: server(model: 0...1800, 18_000...21_600), at: 21_600)
        let all = try windows()
        #expect(all.count == 3 + (21_600 - 1800) / 300)
        #expect(all[3000] == .some(nil))
        // All that came while nobody looked is where the model is seen again.
        #expect(all[18_000] == 540)
    }

    @Test("are not counted again with a later one where the server lost what it had of them")
    func lost() throws {
        try collect(from: server(model: 0...7200), at: 1800)
        try collect(from: server(model: 0...7200), at: 7200)
        try collect(from: server(model: 0...1800, 7260...7500), at: 7500)
        var expected = Self.every(1200...7500)
        // Five scrapes, the first of which only says where counting begins.
        expected[7500] = 8
        #expect(try windows() == expected)
    }

    @Test("are collected again with what an agent pushed late, within two hours")
    func pushedLate() throws {
        try collect(from: server(model: 0...1800), at: 1800)
        let stalled = try server(model: 0...1800)
        for time in stride(from: 2100, through: 2400, by: 300) { try collect(from: stalled, at: time) }
        for time in stride(from: 2700, through: 6600, by: 300) {
            let windows = (time - 1800) / 300
            try collect(
                from: stalled, at: time,
                saying: "metricsctl: warning: no series of request_duration_seconds in the last \(windows) windows, "
                    + "though the server answers\n")
        }
        #expect(try windows()[3000] == .some(nil))
        let caughtUp = try server(model: 0...7200)
        try collect(from: caughtUp, at: 6900)
        #expect(try windows()[3000] == .some(nil))
        try collect(from: caughtUp, at: 7200)
        #expect(try windows() == Self.every(1200...7200))
    }

    // MARK: Fixtures

    private static func every(_ span: ClosedRange<Int>) -> [Int: Int?] {
        let ends = stride(from: span.lowerBound, through: span.upperBound, by: 300)
        return Dictionary(uniqueKeysWithValues: ends.map { ($0, 10) })
    }

    private func server(up: ClosedRange<Int>? = nil, model spans: ClosedRange<Int>...) throws -> PrometheusServer {
        var lines: [String] = []
        func add(_ series: String, _ spans: [ClosedRange<Int>], _ value: (Int) -> Int) {
            for span in spans {
                lines += stride(from: span.lowerBound, through: span.upperBound, by: 60).map {
                    "\(series) \(value($0)) \(Self.start + $0)"
                }
            }
        }
        for le in ["0.1", "+Inf"] {
            let labels = #"instance="i",job="j",le="\#(le)",model="m""#
            add("request_duration_seconds_bucket{\(labels)}", spans) { 1000 + $0 / 30 }
        }
        if let up { add(#"up{instance="i",job="j"}"#, [up]) { _ in 1 } }
        let file = folder.url.appending(path: "history.om")
        try Data((lines + ["# EOF\n"]).joined(separator: "\n").utf8).write(to: file)
        return try PrometheusServer(history: file)
    }

    private func collect(from server: PrometheusServer, at time: Int, saying warning: String = "") throws {
        let run = try Program.metricsctl().run(
            "collect", "--prometheus-url", server.url, "--db", folder.path("metrics.db"), "--at",
            SimulatedDay.rfc3339(Self.start + time), "--timeout", "60")
        #expect(run == .init(exitCode: 0, stdout: "", stderr: warning))
    }

    private func health() throws -> String {
        try Program.metricsctl().run(
            "health", "--db", folder.path("metrics.db"), "--at", SimulatedDay.rfc3339(Self.start + 21_600), "--json"
        ).stdout
    }

    /// The model's requests by the end of every collected window; nil where it has no data.
    private func windows() throws -> [Int: Int?] {
        let windows = try SimulatedDay.windows(
            in: folder.path("metrics.db"), from: Self.start, to: Self.start + 86_400)
        return Dictionary(
            uniqueKeysWithValues: windows.map { ($0.window.end - Self.start, $0.models.first?.histogram.requests) })
    }
}
