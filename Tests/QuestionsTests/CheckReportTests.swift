import Latency
import Testing

@testable import Questions

/// Bounds of the test archive are 0.1, 0.2 and 0.4 s: 100 requests in the second bucket have a p95 of 195 ms, in the third
/// of 390 ms.
@Suite struct CheckReportTests {
    private func request(
        warning: Double? = 150, critical: Double? = 300, least: Int = 1, seconds: Int = 300, maximumAge: Int = 900,
        noTraffic: CheckStatus = .ok, noData: CheckStatus = .unknown
    ) -> CheckRequest {
        CheckRequest(
            condition: EvaluationRule(
                limits: LatencyThresholds.above(warning: warning, critical: critical), minimumRequests: least,
                seconds: seconds),
            maximumAge: maximumAge, noTraffic: noTraffic, noData: noData)
    }

    private func answer(
        _ request: CheckRequest, _ test: TestArchive, model: Name? = nil, at minutes: Int
    ) throws -> CheckAnswer {
        try CheckQuestion(request, QueryParameters(model: model), now: TestArchive.time(minutes)).answer(
            from: test.archive)
    }

    @Test("a p95 above a limit is a warning, above the other critical, and the worst model comes first and counts")
    func levels() throws {
        let test = try TestArchive()
        try test.collect(
            60, TestArchive.model("a", [100, 0, 0, 0]), TestArchive.model("b", [0, 100, 0, 0]),
            TestArchive.model("c", [0, 0, 100, 0]), of: test.source())
        let all = try answer(request(), test, at: 62)
        #expect(all.status == .critical)
        #expect(all.entries.map(\.condition.model) == ["c", "b", "a"])
        #expect(all.entries.map(\.status) == [.critical, .warning, .ok])
        #expect(try answer(request(), test, model: "b", at: 62).status == .warning)
        #expect(try answer(request(warning: nil, critical: nil), test, at: 62).status == .ok)
    }

    @Test("a p95 of just the limit does not exceed it")
    func limitItself() throws {
        let test = try TestArchive()
        try test.collect(60, TestArchive.model("a", [0, 0, 20, 0]), of: test.source())
        let p95 = try #require(try answer(request(), test, at: 60).entries.first?.condition.p95)
        #expect(try answer(request(warning: p95.milliseconds, critical: nil), test, at: 60).status == .ok)
        #expect(try answer(request(warning: p95.milliseconds.nextDown, critical: nil), test, at: 60).status == .warning)
    }

    @Test("above the last bound a higher limit can't be judged, and a lower one can")
    func aboveLastBound() throws {
        let test = try TestArchive()
        try test.collect(60, TestArchive.model("a", [0, 0, 0, 5]), of: test.source())
        #expect(try answer(request(warning: 1000, critical: 2000), test, at: 60).status == .unknown)
        #expect(try answer(request(warning: 300, critical: 2000), test, at: 60).status == .warning)
        #expect(try answer(request(warning: nil, critical: nil), test, at: 60).status == .ok)
    }

    @Test(
        "where +Inf is the only bucket a limit can't be judged, which is unknown and neither few requests nor no data")
    func noBounds() throws {
        let test = try TestArchive()
        try test.collect(60, TestArchive.model("a", [20], bounds: []), of: test.source())
        let judged = try answer(request(), test, at: 60)
        #expect(judged.status == .unknown)
        #expect(judged.entries.map(\.condition.state) == [.judged(.cannotTell ... .cannotTell)])
        #expect(judged.entries.map(\.condition.p95) == [nil] && judged.entries.map(\.condition.requests) == [20])
        #expect(try answer(request(noTraffic: .critical, noData: .critical), test, at: 60).status == .unknown)
        #expect(try answer(request(warning: nil, critical: nil), test, at: 60).status == .ok)
        #expect(try answer(request(least: 21), test, at: 60).entries.map(\.condition.state) == [.fewRequests])
    }

    @Test("a limit that lies inside the bracket makes a p95 doubtful and changes no state")
    func doubtful() throws {
        let test = try TestArchive()
        try test.collect(60, TestArchive.model("a", [0, 0, 100, 0]), of: test.source())
        // 390 ms, and surely between 200 and 400.
        let sure = try answer(request(warning: 100, critical: 200), test, at: 60)
        #expect(sure.status == .critical && sure.entries.map(\.condition.isSure) == [true])
        let doubtful = try answer(request(warning: 100, critical: 300), test, at: 60)
        #expect(doubtful.status == .critical && doubtful.entries.map(\.condition.isSure) == [false])
        let good = try answer(request(warning: 395, critical: nil), test, at: 60)
        #expect(good.status == .ok && good.entries.map(\.condition.isSure) == [false])
    }

    @Test("with --for only what every window of that time shows counts")
    func lasting() throws {
        let test = try TestArchive()
        let source = try test.source()
        try test.collect(55, TestArchive.model("a", [0, 100, 0, 0]), of: source)
        try test.collect(60, TestArchive.model("a", [0, 0, 100, 0]), of: source)
        try test.collect(65, TestArchive.model("a", [0, 0, 100, 0]), of: source)
        #expect(try answer(request(seconds: 600), test, at: 66).status == .critical)
        // Fifteen minutes hold a window that was a warning alone.
        #expect(try answer(request(seconds: 601), test, at: 66).status == .warning)
        #expect(
            try answer(request(seconds: 900), test, at: 66).entries.map(\.condition.state)
                == [.judged(.warning ... .critical)])
    }

    /// What fifteen minutes up to 01:05 came to, by the states of its three windows; nil is not collected.
    private func status(of windows: [[Int]?]) throws -> CheckStatus {
        let test = try TestArchive()
        let source = try test.source()
        for (index, counts) in windows.enumerated() {
            if let counts { try test.collect(55 + 5 * index, TestArchive.model("a", counts), of: source) }
        }
        return try answer(request(least: 4, seconds: 900), test, at: 66).status
    }

    @Test("--for 15m is three windows: one good one clears, one that is missing or hardly used does not")
    func fifteenMinutes() throws {
        let (good, warning, critical) = ([100, 0, 0, 0], [0, 100, 0, 0], [0, 0, 100, 0])
        #expect(try status(of: [critical, critical, critical]) == .critical)
        #expect(try status(of: [critical, warning, critical]) == .warning)
        for place in 0..<3 {
            var windows: [[Int]?] = [critical, critical, critical]
            windows[place] = good
            #expect(try status(of: windows) == .ok)
            windows[place] = [3, 0, 0, 0]
            #expect(try status(of: windows) == .critical)
            windows[place] = [0, 0, 0, 0]
            #expect(try status(of: windows) == .critical)
            if place < 2 { windows[place] = nil as [Int]? }
            #expect(try status(of: windows) == .critical)
        }
        // What was before them does not count.
        let test = try TestArchive()
        let source = try test.source()
        try test.collect(50, TestArchive.model("a", good), of: source)
        for minutes in [55, 60, 65] { try test.collect(minutes, TestArchive.model("a", critical), of: source) }
        #expect(try answer(request(seconds: 900), test, at: 66).status == .critical)
        #expect(try answer(request(seconds: 901), test, at: 66).status == .ok)
    }

    @Test("windows with few requests are not judged")
    func fewRequests() throws {
        let test = try TestArchive()
        let source = try test.source()
        try test.collect(60, TestArchive.model("a", [0, 0, 100, 0]), of: source)
        try test.collect(65, TestArchive.model("a", [3, 0, 0, 0]), of: source)
        #expect(try answer(request(least: 4), test, at: 66).entries.map(\.condition.state) == [.fewRequests])
        #expect(try answer(request(least: 4, seconds: 600), test, at: 66).status == .critical)
        #expect(try answer(request(least: 3), test, at: 66).status == .ok)
    }

    @Test("no traffic and no data have the state that is asked for", arguments: CheckStatus.allCases)
    func nothing(status: CheckStatus) throws {
        let test = try TestArchive()
        let source = try test.source()
        try test.collect(
            60, TestArchive.model("quiet", [1, 0, 0, 0]), TestArchive.model("gone", [1, 0, 0, 0]), of: source)
        try test.collect(65, TestArchive.model("quiet", [0, 0, 0, 0]), of: source)
        let quiet = try answer(request(noTraffic: status), test, model: "quiet", at: 66)
        #expect(quiet.status == status && quiet.entries.map(\.condition.state) == [.noTraffic])
        let gone = try answer(request(noData: status), test, model: "gone", at: 66)
        #expect(gone.status == status && gone.entries.map(\.condition.state) == [.noData])
        #expect(try answer(request(noTraffic: status), test, at: 66 + 1440).obstacle == .stale(seconds: nil))
    }

    @Test("old data, no data at all and unknown models are unknown, whatever the limits")
    func obstacles() throws {
        let test = try TestArchive()
        #expect(try answer(request(), test, at: 60).obstacle == .neverCollected)
        try test.collect(60, TestArchive.model("gpt-4", [1, 0, 0, 0]), of: test.source())
        #expect(try answer(request(), test, at: 59).obstacle == .neverCollected)
        #expect(try answer(request(), test, at: 75).status == .ok)
        let stale = try answer(request(), test, at: 76)
        #expect(stale.status == .unknown && stale.obstacle == .stale(seconds: 960))
        let unknown = try answer(request(), test, model: "gpt4", at: 60)
        #expect(unknown.status == .unknown && unknown.obstacle == .unknownModel("gpt4", similar: "gpt-4"))
    }
}
