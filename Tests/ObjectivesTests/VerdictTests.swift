import Latency
import TestSupport
import Testing

@testable import Objectives

@Suite struct VerdictTests {
    private let target = Share("99%")!

    private func evidence(
        _ requests: Int, good: CountRange, errors: Int = 0, _ known: KnownMetric.ErrorsInLatency = .no,
        edges: EventCounts.Counts = .init()
    ) -> Evidence {
        var events = EventCounts(known)
        events.inside = .init(requests: requests, good: good, errors: errors)
        events.edges = edges
        var evidence = Evidence()
        evidence.events = [events]
        (evidence.collectedWindows, evidence.expectedWindows) = (100, 100)
        return evidence
    }

    private func exactly(_ good: Int, of requests: Int) -> Evidence {
        evidence(requests, good: CountRange(low: good, high: good))
    }

    @Test("met from the target on, not met below it")
    func decided() {
        #expect(exactly(990, of: 1000).verdict(on: target, toCome: nil) == .met)
        #expect(exactly(989, of: 1000).verdict(on: target, toCome: nil) == .notMet)
        #expect(evidence(1000, good: CountRange(low: 990, high: 1000)).verdict(on: target, toCome: nil) == .met)
        #expect(evidence(1000, good: CountRange(low: 0, high: 989)).verdict(on: target, toCome: nil) == .notMet)
    }

    @Test("a bucket around the limit leaves it open")
    func open() {
        let verdict = evidence(1000, good: CountRange(low: 989, high: 990)).verdict(on: target, toCome: nil)
        #expect(verdict == .cannotTell(.limitBetweenBounds))
        #expect(verdict.name == "cannot_tell" && verdict.reason?.rawValue == "limit_between_bounds")
    }

    @Test("what else leaves it open is named")
    func reasons() {
        let fine = CountRange(low: 1000, high: 1000)
        #expect(Evidence().verdict(on: target, toCome: nil) == .cannotTell(.noRequests))
        let errors = evidence(1000, good: fine, errors: 20, .unknown, edges: .init())
        #expect(errors.verdict(on: target, toCome: nil) == .notMet)
        let unsure = evidence(2000, good: CountRange(low: 1990, high: 1990), errors: 15, .yes)
        #expect(unsure.verdict(on: target, toCome: nil) == .cannotTell(.errors))
        let edges = evidence(1000, good: fine, edges: .init(requests: 50, good: CountRange(low: 10, high: 10)))
        #expect(edges.verdict(on: target, toCome: nil) == .cannotTell(.partialHours))
        var damaged = exactly(1000, of: 1000)
        damaged.isDamaged = true
        #expect(damaged.verdict(on: target, toCome: nil) == .cannotTell(.damaged))
        #expect(exactly(.max, of: .max).verdict(on: target, toCome: nil) == .cannotTell(.tooMany))
    }

    @Test("below 80 % of the windows nobody can tell")
    func coverage() {
        var evidence = exactly(1000, of: 1000)
        evidence.collectedWindows = 80
        #expect(evidence.verdict(on: target, toCome: nil) == .met)
        evidence.collectedWindows = 79
        #expect(evidence.verdict(on: target, toCome: nil) == .cannotTell(.lowCoverage))
    }

    @Test("what is lost is the reason where a running period could not be turned by what is still to come")
    func lostWhileRunning() {
        var broken = exactly(900, of: 1000)
        #expect(broken.verdict(on: target, toCome: 100) == .notMet)
        broken.lost = 8899
        #expect(broken.verdict(on: target, toCome: 100) == .notMet)
        broken.lost = 8900
        #expect(broken.verdict(on: target, toCome: 100) == .cannotTell(.lostCounts))
        #expect(broken.verdict(on: target, toCome: 9000) == .cannotTell(.running))
    }

    @Test("requests that may be lost count where they could turn it, either way")
    func lost() {
        var kept = exactly(1000, of: 1000)
        kept.lost = 10
        #expect(kept.verdict(on: target, toCome: nil) == .met)
        kept.lost = 11
        #expect(kept.verdict(on: target, toCome: nil) == .cannotTell(.lostCounts))
        var broken = exactly(980, of: 1000)
        broken.lost = 999
        #expect(broken.verdict(on: target, toCome: nil) == .notMet)
        broken.lost = 1000
        #expect(broken.verdict(on: target, toCome: nil) == .cannotTell(.lostCounts))
    }

    @Test("a period that runs is never met, and not met only where nothing can help any more")
    func running() {
        #expect(exactly(1000, of: 1000).verdict(on: target, toCome: 0) == .cannotTell(.running))
        #expect(exactly(980, of: 1000).verdict(on: target, toCome: 1000) == .cannotTell(.running))
        #expect(exactly(980, of: 1000).verdict(on: target, toCome: 999) == .notMet)
        #expect(Evidence().verdict(on: target, toCome: 5) == .cannotTell(.running))
    }

    @Test("a budget is what may be bad, rounded to the side that is meant")
    func budget() throws {
        func left(_ good: Int, of all: Int) throws -> [Int] {
            let share = try #require(ExactShare(good, of: all))
            return [false, true].map { target.budgetLeft(at: share, roundedUp: $0) }
        }
        #expect(try left(1000, of: 1000) == [1_000_000, 1_000_000])
        #expect(try left(995, of: 1000) == [500_000, 500_000])
        #expect(try left(990, of: 1000) == [0, 0])
        #expect(try left(970, of: 1000) == [-2_000_000, -2_000_000])
        #expect(try left(299, of: 300) == [666_666, 666_667])
        #expect(try left(290, of: 300) == [-2_333_334, -2_333_333])
    }

    @Test("burn rates fire at the factors that spend 2, 5 and 10 % of the period's budget")
    func burn() throws {
        func rates(_ bad: Int, of all: Int, short: Int, days: Int) throws -> [BurnRate] {
            let long = try #require(ShareBounds(exactly(all - bad, of: all).events))
            let short = ShareBounds(exactly(1000 - short, of: 1000).events)
            return BurnRate.pairs.map {
                BurnRate($0, target: target, period: days * 86_400, long: long, short: short)
            }
        }
        let month = try rates(144, of: 1000, short: 1000, days: 30)
        #expect(month.map(\.factor) == [14.4, 6, 1])
        #expect(month.map(\.isFiring) == [true, true, true])
        #expect(try rates(143, of: 1000, short: 1000, days: 30).map(\.isFiring) == [false, true, true])
        #expect(try rates(1000, of: 1000, short: 10, days: 30).map(\.isFiring) == [false, false, true])
        // Nine bad ones say nothing, however few requests there were.
        #expect(try rates(9, of: 9, short: 1000, days: 30).map(\.isFiring) == [false, false, false])
        #expect(try rates(10, of: 10, short: 1000, days: 30).map(\.isFiring) == [true, true, true])
        #expect(abs(try rates(1, of: 10, short: 1, days: 7)[0].factor - 3.36) < 1e-9)
        // Seven bad ones of a thousand, where ten are allowed, are no haste, however short the period is.
        let week = try rates(7, of: 1000, short: 7, days: 7)
        #expect(week[2].factor == 1 && !week[2].isFiring)
        #expect(try rates(10, of: 1000, short: 10, days: 7).map(\.isFiring) == [false, false, true])
        let silent = BurnRate(BurnRate.pairs[0], target: target, period: 86_400, long: nil, short: nil)
        #expect(silent.long == nil && silent.short == nil && !silent.isFiring)
    }

    @Test("of errors those count that are no fault of the client's, or that are listed")
    func classes() {
        let known = ErrorClasses(listed: nil, metric: "litellm_proxy_failed_requests_metric_total")
        #expect(["500", "503", "", "14"].allSatisfy { known.isBad(Name($0)) })
        #expect(!known.isBad("429") && !known.isBad("4"))
        let outcomes = ErrorClasses(listed: nil, metric: "sglang:finished_requests_by_outcome_total")
        #expect(!outcomes.isBad("abort") && !outcomes.isBad("invalid_request") && outcomes.isBad("error"))
        let listed = ErrorClasses(listed: ["429"], metric: "litellm_proxy_failed_requests_metric_total")
        #expect(listed.isBad("429") && !listed.isBad("500"))
        #expect(ErrorClasses(listed: nil, metric: "mine").isBad("anything"))
    }
}
