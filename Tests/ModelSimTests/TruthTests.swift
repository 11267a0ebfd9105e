import Latency
import Testing

@testable import modelsim

@Suite("The truth about requests")
struct TruthTests {
    @Test("what an older process served before its first scrape belongs to nobody")
    func anchor() throws {
        var fleet = ScriptedFleet()
        fleet.workload.before = [0.3, 0.3, 7]
        fleet.add("a", lives: [-1000..<Double.infinity], requests: [(1, 0.1), (6, 0.2), (7, 0.25), (19, 30)])
        let window = try fleet.history(seconds: 300).window(300)
        #expect(window["requests"] == "3")
        #expect(window["unseen"] == "1")
        #expect(window["events"] == "retention-start")
        #expect(window["sum_seconds"] == "30.45")
        #expect([window["p50"], window["p95"], window["p99"]] == ["0.25", "30.0", "30.0"])
        #expect(window["samples"] == "20")
    }

    @Test("requests between the last scrape and a restart are unseen, those of the new process count from zero")
    func restart() throws {
        var fleet = ScriptedFleet()
        fleet.workload.before = [1]
        fleet.add(
            "a", lives: [-1000..<48, 49..<Double.infinity],
            requests: [(10, 0.1), (36, 0.2), (47, 0.3), (48.5, 9), (49.5, 0.4)])
        let history = try fleet.history(seconds: 300)
        #expect(history.window(300)["requests"] == "2")
        #expect(history.window(300)["sum_seconds"] == "0.5")
        #expect(history.window(300)["unseen"] == "2")
        #expect(history.window(300)["events"] == "restart;retention-start")
        #expect(history.totals == TruthRecorder.Totals(counted: 2, unseen: 2, waiting: 0))
    }

    @Test("requests of a gap belong to the first scrape after it")
    func gap() throws {
        var fleet = ScriptedFleet()
        fleet.workload.before = [1]
        fleet.add(
            "a", lives: [-1000..<Double.infinity], gaps: [280..<310],
            requests: [(100, 0.1), (285, 0.2), (295, 0.3), (330, 0.4)])
        let history = try fleet.history(seconds: 600)
        #expect(history.window(300)["requests"] == "1")
        #expect(history.window(300)["events"] == "gap;retention-start")
        #expect(history.window(600)["requests"] == "3")
        #expect(history.window(600)["events"] == "gap;outage-return")
    }

    @Test("after three hours without a scrape the first one shows all requests")
    func outage() throws {
        var fleet = ScriptedFleet()
        fleet.workload.before = [1]
        fleet.add(
            "a", lives: [-1000..<Double.infinity], gaps: [600..<11_400],
            requests: [(700, 0.1), (4000, 0.2), (11_000, 0.3), (11_404, 0.4), (11_406, 0.5)])
        let history = try fleet.history(seconds: 11_700)
        #expect(history.truth.map { $0["requests"] }.dropLast().allSatisfy { $0 == "0" })
        #expect(history.window(6000)["samples"] == "0")
        #expect(history.window(6000)["events"] == "gap")
        #expect(history.window(11_700)["requests"] == "5")
        #expect(history.window(11_700)["events"] == "outage-return")
        #expect(history.window(11_700)["unseen"] == "0")
    }

    @Test("a series that is born with its first request counts that request")
    func seriesBirth() throws {
        var fleet = ScriptedFleet()
        fleet.add("a", lives: [-1000..<Double.infinity], requests: [(400, 0.25)])
        let history = try fleet.history(seconds: 600)
        #expect(history.window(300)["samples"] == "0")
        #expect(history.window(600)["requests"] == "1")
        #expect(history.window(600)["events"] == "series-birth")
        let expected = "0|0|0|0|0|1|1|1|1|1|1|1"
        #expect(history.buckets.map { $0["counts"] } == [expected])
        #expect(history.buckets.map { $0["bounds"] } == ["0.005|0.01|0.025|0.05|0.1|0.25|0.5|1.0|2.5|5.0|10.0"])
    }

    @Test("a new replica counts from zero; one that no scrape ever meets is unseen; the last requests wait")
    func shortLives() throws {
        var fleet = ScriptedFleet()
        fleet.add("a", known: 21..<30, lives: [21..<30], requests: [(25, 1)])
        fleet.add("b", known: 21..<60, lives: [21..<60], requests: [(25, 1), (51, 2)])
        fleet.add("c", known: 250..<Double.infinity, lives: [250..<Double.infinity], requests: [(299, 1)])
        let history = try fleet.history(seconds: 300)
        #expect(history.window(300)["requests"] == "1")
        #expect(history.window(300)["unseen"] == "2")
        #expect(history.window(300)["events"] == "birth;death")
        #expect(history.totals == TruthRecorder.Totals(counted: 1, unseen: 2, waiting: 1))
    }

    @Test("a scrape at a window's very end is part of it")
    func windowEnds() {
        #expect(TruthPeriod(holding: 600_000).end == 600)
        #expect(TruthPeriod(holding: 600_001).end == 900)
        #expect(TruthPeriod(holding: 599_999).end == 600)
        #expect(TruthPeriod(holding: 300_001).end == 600)
        #expect(TruthPeriod(holding: 600_000).advanced(by: -2).end == 0)
    }

    @Test("quantiles are nearest ranks")
    func nearestRank() {
        let hundred = (1...100).map(Double.init)
        #expect([50, 95, 99].map { hundred.nearestRank(percent: $0) } == [50, 95, 99])
        #expect([50, 95, 99].map { [1.0, 2, 3].nearestRank(percent: $0) } == [2, 3, 3])
        #expect((1...20).map(Double.init).nearestRank(percent: 95) == 19)
        #expect((1...21).map(Double.init).nearestRank(percent: 95) == 20)
        #expect([Double]().nearestRank(percent: 50) == nil)
    }

    @Test("an observation that equals a bound lies in that bound's bucket")
    func boundsAreIncluded() {
        let bounds = [0.1, 0.5, 1]
        #expect([0.0, 0.1, 0.10001, 0.5, 1, 1.5].map(bounds.bucket) == [0, 0, 1, 1, 2, 3])
    }

    @Test("CSV quotes what needs it")
    func csv() {
        #expect(CSV.field("한국어 모델") == "한국어 모델")
        #expect(CSV.field("a,b") == "\"a,b\"")
        #expect(CSV.field("say \"hi\"\n") == "\"say \"\"hi\"\"\n\"")
        #expect(CSV.field("\r\n") == "\"\r\n\"")
    }
}
