import Archive
import Testing

@testable import Questions

@Suite struct HealthReportTests {
    /// Collected every five minutes from 00:05 to 02:00, the last run finished at 02:00:02.
    private func collected(skipping skipped: Set<Int> = []) throws -> TestArchive {
        let test = try TestArchive()
        let source = try test.source()
        for minutes in stride(from: 5, through: 120, by: 5) where !skipped.contains(minutes) {
            try test.collect(minutes, TestArchive.model("a", [1, 0, 0, 0]), of: source, run: .success)
        }
        return test
    }

    @Test("healthy: fresh, the last run succeeded, nothing missing")
    func healthy() throws {
        let finding = try collected().health(at: 123).overall
        #expect(finding.status == .healthy)
        #expect(finding.lastCollection == TestArchive.time(120) + 2)
        #expect(finding.age == 178)
        #expect(finding.modelCount == 1 && finding.missingWindows == 0)
        #expect(finding.lastRun?.outcome == .success)
    }

    @Test("the window that ended within the last five minutes is not missed yet, the one before is")
    func grace() throws {
        let test = try collected()
        #expect(try test.health(at: 129).overall.missingWindows == 0)
        #expect(try test.health(at: 130).overall.missingWindows == 1)
        #expect(try test.health(at: 130).overall.status == .degraded)
    }

    @Test("degraded: fresh, but windows of the last 24 hours are missing")
    func missing() throws {
        let test = try collected(skipping: [30, 35])
        #expect(try test.health(at: 121).overall.missingWindows == 2)
        #expect(try test.health(at: 121).overall.status == .degraded)
    }

    @Test("degraded: fresh, but the last run failed; the message is the kind of failure alone")
    func failed() throws {
        let test = try collected()
        try test.archive.record(
            Run(
                started: TestArchive.time(121), finished: TestArchive.time(122), windows: 0,
                outcome: .failure(.badResponse),
                detail: "http://secret:9090 said no"), of: test.source())
        let finding = try test.health(at: 123).overall
        #expect(finding.status == .degraded)
        #expect(
            finding.lastRun == HealthAnswer.LastRun(outcome: .failure(.badResponse), finished: TestArchive.time(122)))
        #expect(finding.lastRun?.failure == "bad_response")
        #expect(finding.lastCollection == TestArchive.time(120) + 2)
    }

    @Test("unhealthy: more than 15 minutes without a success")
    func unhealthy() throws {
        let test = try collected()
        func moment(_ seconds: String) -> QueryParameters { QueryParameters(at: "2025-10-17T02:15:\(seconds)Z") }
        #expect(try test.health(moment("02"), at: 0).overall.status == .degraded)
        #expect(try test.health(moment("03"), at: 0).overall.status == .unhealthy)
    }

    @Test("no data: only failures so far, or the first collection is still to come")
    func noData() throws {
        let test = try TestArchive()
        try test.archive.record(
            Run(started: 0, finished: TestArchive.time(1), windows: 0, outcome: .failure(.unreachable), detail: nil),
            of: test.source())
        let finding = try test.health(at: 2).overall
        #expect(finding.status == .noData && finding.lastCollection == nil && finding.lastRun?.failure == "unreachable")
        #expect(try collected().health(at: 4).overall.status == .noData)
    }

    @Test("of several sources the worst counts, and one that never collected does not")
    func several() throws {
        let test = try collected()
        let second = try test.source("stage")
        _ = try test.source("typo")
        try test.collect(
            60, TestArchive.model("a", [1, 0, 0, 0]), TestArchive.model("b", [1, 0, 0, 0]), of: second, run: .success)
        let health = try test.health(at: 121)
        #expect(health.overall.status == .unhealthy)
        #expect(health.overall.lastCollection == TestArchive.time(60) + 2)
        #expect(health.overall.modelCount == 2)
        #expect(health.sources.map(\.source.name) == ["default", "stage"])
        #expect(health.sources.map(\.finding.status) == [.healthy, .unhealthy])
        #expect(try test.health(QueryParameters(source: "default"), at: 121).overall.status == .healthy)
    }
}
