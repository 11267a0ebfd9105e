import Archive
import Latency
import Testing

@testable import Questions

/// Bounds of the test archive are 0.1, 0.2 and 0.4 s.
@Suite struct CertainRuleTests {
    private let test: TestArchive
    private let source: Source
    private let request = CheckRequest(
        condition: EvaluationRule(
            limits: .above(warning: 100, critical: 200), minimumRequests: 1, seconds: 900, isCertain: true),
        maximumAge: 900, noTraffic: .unknown, noData: .critical)

    init() throws {
        test = try TestArchive()
        source = try test.source()
    }

    private func collect(_ windows: ClosedRange<Int>, _ counts: [Int]) throws {
        for window in windows { try test.collect(window * 5, TestArchive.model("a", counts), of: source) }
    }

    private func evaluation(at window: Int) throws -> (status: CheckStatus, condition: Evaluation) {
        let question = try CheckQuestion(request, QueryParameters(), now: TestArchive.time(window * 5))
        let entry = try #require(try question.answer(from: test.archive).entries.first)
        return (entry.status, entry.condition)
    }

    @Test func `Three slow requests of the night are no alert, and it is said what would be`() throws {
        try collect(1...100, [1, 0, 0, 0])
        try collect(101...103, [0, 0, 1, 0])
        // Of the newest 60 requests three are slow: 5 %.
        #expect(try evaluation(at: 103).status == .ok)
        try collect(104...104, [0, 0, 1, 0])
        let (status, condition) = try evaluation(at: 104)
        #expect(status == .ok)
        let doubt = try #require(condition.doubt)
        #expect(doubt.limit == 100 && doubt.requests == 60 && doubt.slower == 4)
        try collect(105...105, [0, 0, 1, 0])
        let more = try #require(try evaluation(at: 105).condition.doubt)
        #expect(more.slower == 5)
        #expect(try #require(more.needed) > 5)
    }

    @Test func `So many requests as it says make it certain, and not many fewer`() throws {
        try collect(1...20, [10, 0, 0, 0])
        try collect(21...23, [0, 0, 10, 0])
        let doubt = try #require(try evaluation(at: 23).condition.doubt)
        let windows = try #require(doubt.needed) / 10
        // The three windows and what comes have all 60 requests beside fast ones before.
        #expect((1...8).contains(windows))
        try collect(24...23 + windows, [0, 0, 10, 0])
        let (status, condition) = try evaluation(at: 23 + windows)
        #expect(status == .warning || status == .critical)
        #expect(condition.doubt == nil)
    }

    @Test func `A fault that goes on is critical after some windows, and over with the first good ones`() throws {
        try collect(1...20, [100, 0, 0, 0])
        var first: Int?
        for window in 21...40 {
            try collect(window...window, [0, 0, 0, 100])
            if try evaluation(at: window).status == .critical, first == nil { first = window }
        }
        // Seven windows of nothing but slow requests, by the capital of the greatest bet: 8.6^7 / 8640 > 500 > 8.6^6 / 8640.
        #expect(first == 27)
        try collect(41...43, [100, 0, 0, 0])
        #expect(try evaluation(at: 42).status != .ok)
        #expect(try evaluation(at: 43).status == .ok)
    }

    @Test func `Of two limits the one that is certain counts`() throws {
        try collect(1...20, [0, 100, 0, 0])
        try collect(21...23, [0, 0, 100, 0])
        let (status, condition) = try evaluation(at: 23)
        #expect(status == .warning && condition.doubt?.limit == 200)
    }

    @Test func `A limit inside a bucket is never surely exceeded by what lies in that bucket`() throws {
        let rule = EvaluationRule(
            limits: .above(warning: 150, critical: nil), minimumRequests: 1, seconds: 300, isCertain: true)
        try collect(1...50, [0, 100, 0, 0])
        let question = try CheckQuestion(
            CheckRequest(condition: rule, maximumAge: 900, noTraffic: .ok, noData: .ok), QueryParameters(),
            now: TestArchive.time(250))
        let entry = try #require(try question.answer(from: test.archive).entries.first)
        #expect(entry.status == .ok && entry.condition.doubt?.needed == nil && entry.condition.doubt?.slower == 0)
    }

    @Test func `Between rare requests the last ones count, and a model that is gone has no data`() throws {
        try collect(1...20, [0, 0, 1, 0])
        #expect(try evaluation(at: 20).status == .critical)
        try collect(21...24, [0, 0, 0, 0])
        #expect(try evaluation(at: 24).status == .critical)
        for window in 25...28 { try test.collect(window * 5, of: source) }
        #expect(try evaluation(at: 28).condition.state == .noData)
    }

    @Test func `Notices begin and end likewise, once each`() throws {
        let rules = AlertRules(condition: request.condition, failures: 3)
        var states: [Severity] = []
        func tell(_ windows: ClosedRange<Int>, _ counts: [Int]) throws {
            for window in windows {
                try collect(window...window, counts)
                let told = try test.archive.notifiedStates(of: source, to: "x").value
                let notices = try NotificationReport(
                    by: rules, archive: test.archive, source: source, told: told, now: TestArchive.time(window * 5)
                ).changes(since: told)
                states += notices.map(\.state)
                try test.archive.remember(
                    notices.map { ToldState($0.subject, $0.state, since: $0.time) }, of: source, to: "x")
            }
        }
        try tell(1...12, [1, 0, 0, 0])
        try tell(13...15, [0, 0, 0, 1])
        #expect(states == [])
        try tell(16...40, [0, 0, 0, 1])
        #expect(states == [.warning, .critical] || states == [.critical])
        try tell(41...140, [1, 0, 0, 0])
        #expect(states.last == .good && states.count { $0 == .good } == 1)
    }
}
