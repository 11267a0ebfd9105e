import Archive
import CSQLite
import Latency
import Testing

@testable import Questions

/// Bounds of the test archive are 0.1, 0.2 and 0.4 s, the limits 150 and 300 ms.
@Suite struct NoticeReportTests {
    private static let good = [100, 0, 0, 0]
    private static let warning = [0, 100, 0, 0]
    private static let critical = [0, 0, 100, 0]

    private let test: TestArchive
    private let source: Source
    private let rules = AlertRules(
        condition: EvaluationRule(
            limits: LatencyThresholds.above(warning: 150, critical: 300), minimumRequests: 10, seconds: 600),
        failures: 3)

    init() throws {
        test = try TestArchive()
        source = try test.source()
    }

    /// What is told after a window of model "a", and remembered.
    private func told(_ minutes: Int, _ counts: [Int]) throws -> [Severity] {
        try test.collect(minutes, TestArchive.model("a", counts), of: source)
        return try tell(at: minutes)
    }

    private func tell(at minutes: Int) throws -> [Severity] {
        let notices = try changes(by: rules, now: TestArchive.time(minutes))
        try test.archive.remember(notices.map { ToldState($0.subject, $0.state, since: $0.time) }, of: source, to: "x")
        return notices.map(\.state)
    }

    private func changes(by rules: AlertRules, now: Int) throws -> [Notification] {
        let told = try test.archive.notifiedStates(of: source, to: "x").value
        return try NotificationReport(by: rules, archive: test.archive, source: source, told: told, now: now)
            .changes(since: told)
    }

    @Test("a state is told once, when all windows of the time show it, and its end likewise")
    func lasting() throws {
        #expect(try told(5, Self.good) == [])
        #expect(try told(10, Self.critical) == [])
        #expect(try told(15, Self.critical) == [.critical])
        #expect(try told(20, Self.critical) == [])
        #expect(try told(25, Self.good) == [])
        #expect(try told(30, Self.good) == [.good])
        #expect(try told(35, Self.good) == [])
    }

    @Test("of two levels the lower one has lasted")
    func levels() throws {
        #expect(try told(5, Self.warning) == [.warning])
        #expect(try told(10, Self.critical) == [])
        #expect(try told(15, Self.critical) == [.critical])
        #expect(try told(20, Self.warning) == [])
        #expect(try told(25, Self.good) == [.warning])
        #expect(try told(30, Self.good) == [.good])
    }

    @Test("what comes and goes is told once")
    func flapping() throws {
        #expect(try told(5, Self.critical) == [.critical])
        for minutes in stride(from: 10, to: 60, by: 10) {
            #expect(try told(minutes, Self.good) == [])
            #expect(try told(minutes + 5, Self.critical) == [])
        }
    }

    @Test("too few requests, no traffic and no data change nothing")
    func unjudged() throws {
        #expect(try told(5, Self.critical) == [.critical])
        #expect(try told(10, [9, 0, 0, 0]) == [])
        #expect(try told(15, [9, 0, 0, 0]) == [])
        #expect(try told(20, [0, 0, 0, 0]) == [])
        try test.collect(25, of: source)
        #expect(try tell(at: 25) == [])
    }

    @Test("a model without traffic for 24 hours is slow no more")
    func gone() throws {
        #expect(try told(5, Self.critical) == [.critical])
        try test.collect(5 + 1440, of: source)
        #expect(try tell(at: 5 + 1440) == [.good])
        #expect(try tell(at: 10 + 1440) == [])
    }

    @Test("what lies above the last bound, where the limit may be, is neither told nor taken for better")
    func undetermined() throws {
        let open = [0, 0, 0, 100]
        let high = AlertRules(
            condition: EvaluationRule(
                limits: LatencyThresholds.above(warning: 1000, critical: nil), minimumRequests: 1, seconds: 300),
            failures: 3)
        try test.collect(5, TestArchive.model("a", open), of: source)
        #expect(try changes(by: high, now: 300).isEmpty)
        try test.archive.remember([ToldState(.model("a"), .warning, since: 0)], of: source, to: "x")
        #expect(try changes(by: high, now: 300).isEmpty)
    }

    @Test("failed runs are told when there are enough in a row, and the first success after them")
    func collection() throws {
        func run(_ minutes: Int, _ outcome: RunOutcome) throws -> [Severity] {
            let time = TestArchive.time(minutes)
            try test.archive.record(
                Run(started: time, finished: time, windows: 0, outcome: outcome, detail: "no route"), of: source)
            return try tell(at: minutes)
        }
        #expect(try run(5, .success) == [])
        #expect(try run(10, .failure(.unreachable)) == [])
        #expect(try run(15, .failure(.timeout)) == [])
        #expect(try run(20, .failure(.unreachable)) == [.critical])
        #expect(try run(25, .failure(.unreachable)) == [])
        #expect(try run(30, .success) == [.good])
        #expect(try run(35, .failure(.unreachable)) == [])
    }

    @Test("sources don't hear of each other's models")
    func sources() throws {
        let other = try test.source("other")
        #expect(try told(5, Self.critical) == [.critical])
        #expect(try test.archive.notifiedStates(of: other, to: "x").value.isEmpty)
        #expect(try test.archive.notifiedStates(of: source, to: "x").value.map(\.subject) == [.model("a")])
    }

    @Test("a notice says whether what it goes by is damaged, and of what else is damaged it does not")
    func damaged() throws {
        let models = try TestArchive.model("a", Self.critical)
        for minutes in [5, 10, 15, 20] { try test.collect(minutes, models, of: source) }
        func isDamaged() throws -> [Bool] { try changes(by: rules, now: TestArchive.time(20)).map(\.isDamaged) }
        #expect(try isDamaged() == [false])
        // The rule looks at the newest two windows.
        try spoil(5)
        #expect(try isDamaged() == [false])
        try spoil(15)
        #expect(try isDamaged() == [true])
    }

    private func spoil(_ minutes: Int) throws {
        var other: OpaquePointer?
        sqlite3_open(test.archive.path, &other)
        let sql =
            "UPDATE hot SET body = x'00ff' WHERE key = (SELECT key FROM hot ORDER BY key LIMIT 1 OFFSET \(minutes / 5 - 1))"
        #expect(sqlite3_exec(other, sql, nil, nil, nil) == SQLITE_OK)
        sqlite3_close(other)
    }
}
