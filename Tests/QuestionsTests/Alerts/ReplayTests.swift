import Archive
import Latency
import Objectives
import Support
import TestSupport
import Testing

@testable import Questions

/// Bounds of the test archive are 0.1, 0.2 and 0.4 s.
@Suite struct ReplayTests {
    private let test: TestArchive
    private let source: Source

    init() throws {
        test = try TestArchive()
        source = try test.source()
    }

    private func collect(_ windows: ClosedRange<Int>, _ counts: [Int]) throws {
        for window in windows { try test.collect(window * 5, TestArchive.model("a", counts), of: source) }
    }

    private func rules(isCertain: Bool = false, seconds: Int = 900, _ rules: [NoticeRule] = []) -> AlertRules {
        AlertRules(
            condition: EvaluationRule(
                limits: .above(warning: nil, critical: 200), minimumRequests: 1, seconds: seconds, isCertain: isCertain),
            failures: 3, rules: rules)
    }

    private func replay(
        _ rules: AlertRules, _ memory: ReplayRequest.Memory, at window: Int, hours: Int = 24
    ) throws -> [ReplayAnswer.Entry] {
        var context = QuestionContext(now: TestArchive.time(window * 5), zone: .utc)
        context.replay = ReplayRequest(rules, memory, seconds: hours * 3600)
        return try ReplayQuestion(QueryParameters(), in: context).answer(from: test.archive).entries
    }

    private static func time(_ window: Int) -> Int { TestArchive.time(window * 5) }

    @Test func `A check speaks while the newest windows are slow, and for how long is told`() throws {
        try collect(1...10, [100, 0, 0, 0])
        try collect(11...16, [0, 0, 100, 0])
        try collect(17...20, [100, 0, 0, 0])
        let found = try replay(rules(seconds: 600), .none, at: 20)
        // Two slow windows in a row from the twelfth on, none any more with the seventeenth.
        #expect(
            found == [
                ReplayAnswer.Entry(
                    rule: "p95", source: source.description.id, measure: source.description.metric, model: "a",
                    state: .critical, from: Self.time(12),
                    to: Self.time(17), duration: 5 * 300)
            ])
        try collect(21...22, [0, 0, 100, 0])
        let last = try #require(try replay(rules(seconds: 600), .none, at: 22).last)
        #expect(last.to == nil && last.from == Self.time(22) && last.duration == 0)
        #expect(try replay(rules(seconds: 600), .none, at: 22, hours: 0).isEmpty)
    }

    @Test(arguments: [false, true])
    func `Notices of the past are those that were told at the time`(isCertain: Bool) throws {
        var random = SplitMix64(seed: 7)
        var (told, changes) = ([ToldState](), [(Int, Severity)]())
        for window in 1...400 {
            let slow = (120..<170).contains(window) || random.next() % 9 == 0
            try collect(
                window...window, slow ? [0, 0, 1 + Int(random.next() % 3), 0] : [Int(random.next() % 3), 0, 0, 0])
            let report = try NotificationReport(
                by: rules(isCertain: isCertain), archive: test.archive, source: source, told: told,
                now: Self.time(window))
            for notice in report.changes(since: told) where notice.subject == .model("a") {
                changes.append((notice.time, notice.state))
                told = notice.state == .good ? [] : [ToldState(notice.subject, notice.state, since: notice.time)]
            }
        }
        let found = try replay(rules(isCertain: isCertain), .told, at: 400, hours: 48)
        let expected = changes.filter { $0.1 != .good }.map(\.0)
        #expect(!expected.isEmpty && found.map(\.from) == expected)
        let ends = changes.filter { $0.1 == .good }.map(\.0)
        #expect(found.compactMap(\.to) == ends)
    }

    @Test func `What is certain speaks of the fault alone, what is not speaks in every quiet night`() throws {
        var random = SplitMix64(seed: 11)
        for window in 1...500 {
            let isSlow = (400..<450).contains(window) || random.next() % 25 == 0
            let requests = window % 3 == 0 ? 1 : 0
            try collect(window...window, isSlow ? [0, 0, requests, 0] : [requests, 0, 0, 0])
        }
        let plain = try replay(rules(seconds: 300), .none, at: 500, hours: 48)
        let certain = try replay(rules(isCertain: true, seconds: 300), .none, at: 500, hours: 48)
        #expect(plain.contains { $0.from < Self.time(400) })
        #expect(!certain.isEmpty && certain.allSatisfy { $0.from > Self.time(400) })
    }

    @Test func `An objective speaks from the hour on at which its budget burns`() throws {
        try collect(1...24, [20, 0, 0, 0])
        try collect(25...48, [0, 0, 20, 0])
        let objective = Objective(
            name: "chat", models: .all, measure: "request_duration_seconds", below: 100,
            target: try #require(Share("99%")),
            period: .thirtyDays, errorClasses: nil)
        let none = EvaluationRule(limits: .above(warning: nil, critical: nil), minimumRequests: 1, seconds: 0)
        let rule = NoticeRule(name: "promise", models: .all, .objective(objective))
        let found = try replay(
            AlertRules(condition: none, failures: 3, rules: [rule]), .none, at: 48, hours: 4)
        #expect(found.first?.rule == "promise" && found.first?.from == Self.time(36) && found.first?.to == nil)
    }

    /// Some hours are slow, and some have lost requests.
    private func collectHours(_ hours: Int, of sources: [Source]) throws {
        var random = SplitMix64(seed: 3)
        for hour in 0..<hours {
            for source in sources {
                let slow = [0, 5, 9, 13, 20].randomElement(using: &random) ?? 0
                let quality: Quality = hour % 9 < 3 ? .partial : .exact
                for window in hour * 12 + 1...hour * 12 + 12 {
                    try test.collect(window * 5, TestArchive.model("a", [20 - slow, 0, slow, 0], quality), of: source)
                }
            }
        }
    }

    @Test(arguments: [nil, "default"] as [Name?])
    func `A check of an objective is replayed as it would have been answered at every hour`(name: Name?) throws {
        try collectHours(72, of: [source, test.source("west")])
        let objective = Objective(
            name: "chat", models: .all, measure: "request_duration_seconds", below: 100,
            target: try #require(Share("54%")), period: .sevenDays, errorClasses: nil)
        let none = EvaluationRule(limits: .above(warning: nil, critical: nil), minimumRequests: 1, seconds: 0)
        let rules = AlertRules(
            condition: none, failures: 1, rules: [NoticeRule(name: "chat", models: .all, .objective(objective))])
        var context = QuestionContext(now: Self.time(864), zone: .utc)
        context.objectives = [objective]
        context.replay = ReplayRequest(rules, .none, source: name, seconds: 71 * 3600)
        let entries = try ReplayQuestion(QueryParameters(source: name), in: context).answer(from: test.archive).entries
        #expect(entries.allSatisfy { $0.source?.name == name && $0.model == "a" })
        var seen: Set<CheckStatus> = []
        for hour in 1...72 {
            let at = Self.time(hour * 12)
            var parameters = QueryParameters(source: name)
            parameters["at"] = Timestamp.text(at, in: .utc)
            let asked = try ObjectiveCheckQuestion(parameters, in: context).answer(from: test.archive).status
            seen.insert(asked)
            let replayed = entries.filter { $0.from <= at && at < $0.to ?? .max }.map(\.state)
            let expected: [Severity] = asked == .critical ? [.critical] : asked == .warning ? [.warning] : []
            #expect(replayed == expected, "hour \(hour): \(asked)")
        }
        // Both sources together are never so bad for hours.
        #expect(seen.isSuperset(of: name == nil ? [.warning, .unknown] : [.critical, .warning, .unknown]), "\(seen)")
    }
}
