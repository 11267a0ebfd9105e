import Incidents
import Testing

@Suite struct ScenarioTrafficTests {
    private static let bounds = (0..<140).map { number in (0..<number).reduce(0.02) { bound, _ in bound * 1.05 } }
    private static let day = 86_400

    /// Days of six-hour steps.
    private func days(_ count: Int, _ scenario: Scenario, _ incident: Incident? = nil) -> [ScenarioTraffic.Counted] {
        var traffic = ScenarioTraffic(scenario, bounds: Self.bounds, step: Self.day / 4, seed: 11, incident: incident)
        return (0..<count * 4).map { _ in traffic.next() }
    }

    private func requests(_ steps: some Sequence<ScenarioTraffic.Counted>) -> Int {
        steps.reduce(0) { $0 + $1.counts.reduce(0, +) }
    }

    /// The bucket of the median: one more is 5 % more.
    private func median(_ steps: some Sequence<ScenarioTraffic.Counted>) -> Int {
        let steps = Array(steps)
        var rest = requests(steps) / 2
        for bucket in 0...Self.bounds.count {
            rest -= steps.reduce(0) { $0 + $1.counts[bucket] }
            if rest < 0 { return bucket }
        }
        return Self.bounds.count
    }

    @Test func `the same seed has the same counts`() {
        #expect(days(3, .bursts) == days(3, .bursts))
    }

    @Test func `an incident changes latencies by its factor while it lasts, and nothing else`() {
        let incident = Incident(latency: 1.5, start: 5 * Self.day, end: 10 * Self.day)
        let (calm, struck) = (days(15, .stationary), days(15, .stationary, incident))
        #expect(calm.prefix(20) == struck.prefix(20))
        // 1.05 to the eighth is 1.48.
        #expect((7...9).contains(median(struck[20..<40]) - median(calm[20..<40])))
        #expect(abs(median(struck[40...]) - median(calm[40...])) <= 1)
    }

    @Test func `longer prompts have more tokens and take longer by their power of 0,7`() {
        let incident = Incident(tokens: 2, start: 0)
        let (calm, longer) = (days(10, .stationary), days(10, .stationary, incident))
        func perRequest(_ steps: [ScenarioTraffic.Counted]) -> Double {
            Double(steps.reduce(0) { $0 + $1.inputTokens }) / Double(requests(steps))
        }
        #expect((1.9...2.1).contains(perRequest(longer) / perRequest(calm)))
        // 1.05 to the tenth is 1.63, and 2 to the power of 0.7 is 1.62.
        #expect((9...11).contains(median(longer) - median(calm)))
    }

    @Test func `at weekends there is a third of the traffic`() {
        let week = days(7, .weekly)
        let share = Double(requests(week[20..<28])) / 2 / (Double(requests(week[0..<20])) / 5)
        #expect((0.28...0.32).contains(share))
    }

    @Test func `thin traffic is six requests an hour`() {
        #expect((3800...4300).contains(requests(days(28, .thin))))
    }
}
