import Archive
import Latency
import Support
import Testing

@testable import Questions

/// Bounds of the test archive are 0.1, 0.2 and 0.4 s.
@Suite struct RuleFindingsTests {
    private let test: TestArchive

    init() throws { test = try TestArchive() }

    private func source(_ measure: Name) throws -> Source {
        try test.archive.source(
            SourceDescription(
                name: "default", metric: Name("\(measure)_seconds"), url: "http://localhost:9090", selector: "",
                modelLabel: "model", unit: .seconds, measure: measure))
    }

    private func rules(_ rules: [NoticeRule], models: [ModelRule] = []) -> AlertRules {
        AlertRules(
            condition: EvaluationRule(
                limits: .above(warning: nil, critical: nil), minimumRequests: 1, seconds: 300),
            failures: 3, rules: rules, models: models)
    }

    private func latency(_ measure: Name?, critical: Double? = nil) -> NoticeRule.Condition {
        let rule = EvaluationRule(
            limits: .above(warning: nil, critical: critical), minimumRequests: 1, seconds: 300)
        return .latency(LatencyRule(measure: measure, rule, usesOwnLimits: critical == nil))
    }

    /// What is new to somebody who was told this, with who remembers what was judged.
    private func tell(
        _ rules: AlertRules, of source: Source, told: [ToldState] = [], at minutes: Int
    ) throws -> [Notification] {
        let report = try NotificationReport(
            by: rules, archive: test.archive, source: source, told: told, now: TestArchive.time(minutes))
        for (target, states) in report.judged { try test.archive.remember(states, of: source, to: target) }
        return report.changes(since: told)
    }

    @Test func `A rule is about its measure and its models, others are not judged`() throws {
        let (e2e, ttft) = (try source("e2e"), try source("ttft"))
        for source in [e2e, ttft] {
            try test.collect(
                5, TestArchive.model("a", [0, 0, 10, 0]), TestArchive.model("b", [0, 0, 10, 0]), of: source)
        }
        let rule = NoticeRule(name: "first", models: ShellPattern("a"), latency("ttft", critical: 200))
        let found = try tell(rules([rule]), of: ttft, at: 5)
        #expect(found.map(\.subject) == [.rule("first", model: "a")] && found.map(\.state) == [.critical])
        #expect(found[0].latency?.limit == 200)
        #expect(try tell(rules([rule]), of: e2e, at: 5).isEmpty)
        let usual = NoticeRule(name: "usual", models: .all, latency(nil, critical: 200))
        #expect(try tell(rules([usual]), of: e2e, at: 5).count == 2)
        #expect(try tell(rules([usual]), of: ttft, at: 5).isEmpty)
        let told = [ToldState(.rule("first", model: "a"), .critical, since: 0)]
        try test.collect(10, TestArchive.model("a", [10, 0, 0, 0]), of: ttft)
        #expect(try tell(rules([rule]), of: ttft, told: told, at: 10).map(\.state) == [.good])
    }

    @Test func `A rule without limits holds each model against its own, and leaves those without alone`() throws {
        let ttft = try source("ttft")
        try test.collect(
            5, TestArchive.model("a", [0, 0, 10, 0]), TestArchive.model("b", [0, 0, 10, 0]),
            TestArchive.model("c", [0, 0, 10, 0]), of: ttft)
        let own = [
            ModelRule(
                match: ShellPattern("a"), displayName: nil, isPublic: false, goodBelow: ["ttft": 100], warningBelow: [:]
            ),
            ModelRule(
                match: ShellPattern("b"), displayName: nil, isPublic: false, goodBelow: ["ttft": 100],
                warningBelow: ["ttft": 200]),
            ModelRule(
                match: ShellPattern("c"), displayName: nil, isPublic: false, goodBelow: ["e2e": 1], warningBelow: [:]),
        ]
        let found = try tell(
            rules([NoticeRule(name: "own", models: .all, latency("ttft"))], models: own), of: ttft, at: 5)
        #expect(found.map(\.model) == ["a", "b"] && found.map(\.state) == [.warning, .critical])
    }

    @Test func `A rule that is gone is told as over`() throws {
        let e2e = try source("e2e")
        try test.collect(5, TestArchive.model("a", [0, 0, 10, 0]), of: e2e)
        let told = [ToldState(.rule("old", model: "a"), .critical, since: 0)]
        let found = try tell(rules([]), of: e2e, told: told, at: 5)
        #expect(found.map(\.state) == [.good] && found.map(\.ruleReason) == [.noRule])
    }

    @Test func `An objective whose budget burns is critical, and good again when it no longer does`() throws {
        let e2e = try source("e2e")
        for minutes in stride(from: 5, through: 120, by: 5) {
            try test.collect(minutes, TestArchive.model("a", [10, 0, 10, 0]), of: e2e)
        }
        let objective = Objective(
            name: "chat", models: .all, measure: "e2e", below: 100, target: try #require(Share("99%")),
            period: .thirtyDays, errorClasses: nil)
        let rule = NoticeRule(name: "promise", models: .all, .objective(objective))
        let found = try tell(rules([rule]), of: e2e, at: 120)
        #expect(found.map(\.subject) == [.rule("promise", model: "a")] && found.map(\.state) == [.critical])
        guard case .objective(let state)? = found.first?.ruleReason else { throw TestArchive.Failure.badHistogram }
        #expect(state.low == 500_000 && state.high == 500_000 && state.requests == 480)
        let told = [ToldState(found[0].subject, .critical, since: 0)]
        #expect(try tell(rules([rule]), of: e2e, told: told, at: 120).isEmpty)
    }

    @Test func `Slower is told once when a day is over, stands between days, and ends with a day like before`() throws {
        let e2e = try source("e2e")
        // Days vary a little among themselves; latencies of day 8 are twice as long.
        func collect(_ day: Int, isSlow: Bool = false) throws {
            let windows = try (1...288).map { number in
                let few = 40 + (day * 7 + number) % 5
                let models = [
                    try TestArchive.model("a", isSlow ? [0, few, 50, 2] : [few, 50, 2, 0]),
                    try TestArchive.model("b", [few, 50, 2, 0]),
                ]
                return CollectedWindow(
                    window: Window(endedAt: TestArchive.time(day * 1440 + number * 5)), models: models)
            }
            try test.archive.commit(windows, run: nil, of: e2e)
        }
        let rule = rules([
            NoticeRule(name: "creeping", models: .all, .slower(SlowerRule(measure: "e2e", than: .lastWeek)))
        ])
        for day in 0...7 { try collect(day) }
        #expect(try tell(rule, of: e2e, at: 8 * 1440 + 60).isEmpty)
        try collect(8, isSlow: true)
        // The day is over, but late scrapes may come.
        #expect(try tell(rule, of: e2e, at: 9 * 1440 + 25).isEmpty)
        let found = try tell(rule, of: e2e, at: 9 * 1440 + 30)
        #expect(found.map(\.subject) == [.rule("creeping", model: "a")] && found.map(\.state) == [.warning])
        guard case .slower(let change?, .lastWeek)? = found.first?.ruleReason else {
            throw TestArchive.Failure.badHistogram
        }
        #expect(change.low > 0.2 && change.estimate > change.low)
        // Nobody compares again before the next day is over, and who was not told yet hears it then.
        #expect(try tell(rule, of: e2e, at: 9 * 1440 + 35).map(\.ruleReason) == [.slower(nil, than: .lastWeek)])
        let told = [ToldState(found[0].subject, .warning, since: 0)]
        #expect(try tell(rule, of: e2e, told: told, at: 9 * 1440 + 600).isEmpty)
        // Beside a week with that day nobody can tell, and so it stands until the week has nothing else.
        var (states, current) = ([Severity](), told)
        for day in 9...15 {
            try collect(day)
            let notices = try tell(rule, of: e2e, told: current, at: (day + 1) * 1440 + 60)
            states += notices.map(\.state)
            if !notices.isEmpty { current = [] }
        }
        #expect(states == [.good])
    }
}
