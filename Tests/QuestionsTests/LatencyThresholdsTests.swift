import Latency
import Testing

@testable import Questions

/// Milliseconds throughout. What a value and a bracket come to is written down by hand.
@Suite struct LatencyThresholdsTests {
    private func p95(_ milliseconds: Double, _ lower: Double, _ upper: Double?) -> Percentile {
        Percentile(milliseconds: milliseconds, lower: lower, upper: upper)
    }

    private func verdict(_ severity: Severity, sure: Bool) -> LatencyVerdict {
        LatencyVerdict(severity, isSure: sure)
    }

    private static let bothWays: [LatencyThresholds] = [
        .above(warning: 1000, critical: 2000), .below(good: 1000, warning: 2000),
    ]

    @Test("a value goes by itself, and is sure where no limit lies inside its bracket", arguments: bothWays)
    func values(thresholds: LatencyThresholds) {
        #expect(thresholds.verdict(of: p95(700, 500, 900)) == verdict(.good, sure: true))
        #expect(thresholds.verdict(of: p95(1300, 1200, 1500)) == verdict(.warning, sure: true))
        #expect(thresholds.verdict(of: p95(2700, 2500, 5000)) == verdict(.critical, sure: true))
        #expect(thresholds.verdict(of: p95(900, 500, 1500)) == verdict(.good, sure: false))
        #expect(thresholds.verdict(of: p95(1100, 500, 1500)) == verdict(.warning, sure: false))
        #expect(thresholds.verdict(of: p95(1900, 1500, 2500)) == verdict(.warning, sure: false))
        #expect(thresholds.verdict(of: p95(2100, 1500, 2500)) == verdict(.critical, sure: false))
        #expect(thresholds.verdict(of: p95(2100, 500, 5000)) == verdict(.critical, sure: false))
    }

    @Test("a limit that is a bucket's bound leaves no doubt on either side of it", arguments: bothWays)
    func boundIsLimit(thresholds: LatencyThresholds) {
        #expect(thresholds.verdict(of: p95(990, 500, 1000)) == verdict(.good, sure: true))
        #expect(thresholds.verdict(of: p95(1010, 1000, 2000)) == verdict(.warning, sure: true))
        #expect(thresholds.verdict(of: p95(2010, 2000, 5000)) == verdict(.critical, sure: true))
    }

    @Test("a p95 of just the limit is not above it, and not below it either")
    func limitItself() {
        let value = p95(1000, 500, 1000)
        #expect(LatencyThresholds.above(warning: 1000, critical: nil).verdict(of: value) == verdict(.good, sure: true))
        // All else of the bracket would be good.
        #expect(LatencyThresholds.below(good: 1000, warning: 2000).verdict(of: value) == verdict(.warning, sure: false))
        let between = p95(2000, 1500, 2500)
        #expect(LatencyThresholds.above(warning: nil, critical: 2000).verdict(of: between).severity == .good)
        #expect(LatencyThresholds.below(good: 1000, warning: 2000).verdict(of: between).severity == .critical)
    }

    @Test("above the last bound a limit up to it is exceeded, and whether a higher one is can't be told")
    func openBucket() {
        let open = p95(10_000, 10_000, nil)
        for thresholds: (Double, Double) -> LatencyThresholds in [
            { .above(warning: $0, critical: $1) }, { .below(good: $0, warning: $1) },
        ] {
            #expect(thresholds(15_000, 20_000).verdict(of: open) == verdict(.cannotTell, sure: false))
            #expect(thresholds(5000, 20_000).verdict(of: open) == verdict(.warning, sure: false))
            #expect(thresholds(5000, 8000).verdict(of: open) == verdict(.critical, sure: true))
            #expect(thresholds(5000, 10_000).verdict(of: open) == verdict(.critical, sure: true))
            #expect(thresholds(10_000, 20_000).verdict(of: open) == verdict(.warning, sure: false))
        }
        #expect(
            LatencyThresholds.above(warning: 5000, critical: nil).verdict(of: open) == verdict(.warning, sure: true))
        #expect(
            LatencyThresholds.above(warning: nil, critical: 12_000).verdict(of: open)
                == verdict(.cannotTell, sure: false))
    }

    @Test("without a p95 nothing can be told, and without a limit everything is good")
    func nothing() {
        for thresholds in Self.bothWays {
            #expect(thresholds.verdict(of: nil) == verdict(.cannotTell, sure: false))
        }
        let none = LatencyThresholds.above(warning: nil, critical: nil)
        #expect(none.verdict(of: nil) == verdict(.good, sure: true))
        #expect(none.verdict(of: p95(10_000, 10_000, nil)) == verdict(.good, sure: true))
    }

    @Test("the page goes by what the metric measures unless limits were asked for")
    func choice() {
        let usual = LatencyThresholds.below(good: 100, warning: 200)
        #expect(ThresholdChoice(nil).thresholds(for: "request_duration_seconds") == usual)
        #expect(ThresholdChoice(nil).thresholds(for: nil) == usual && LatencyThresholds.usual == usual)
        #expect(
            ThresholdChoice(nil).thresholds(for: "vllm:e2e_request_latency_seconds")
                == .below(good: 10_000, warning: 20_000))
        #expect(ThresholdChoice(usual).thresholds(for: "vllm:e2e_request_latency_seconds") == usual)
    }

    @Test("limits are those that were asked for, else the model's, else the page's, else what fits the measure")
    func order() {
        let rules = [
            ModelRule(
                match: ShellPattern("llama*"), displayName: "Llama", isPublic: true, goodBelow: ["ttft": 300],
                warningBelow: ["e2e": 5000])
        ]
        func limits(_ choice: ThresholdChoice, _ measure: Name, _ model: Name) -> LatencyThresholds {
            choice.thresholds(for: measure, metric: "my_seconds", of: model)
        }
        let page = LatencyThresholds.below(good: 1000, warning: 3000)
        let choice = ThresholdChoice(nil, rules: rules, configured: page)
        // The limit that a rule does not say never lies on the wrong side of the one that it does.
        #expect(limits(choice, "ttft", "llama-3") == .below(good: 300, warning: 2000))
        #expect(limits(choice, "e2e", "llama-3") == .below(good: 5000, warning: 5000))
        #expect(limits(choice, "ttft", "gpt-4") == page && limits(choice, "itl", "llama-3") == page)
        #expect(limits(ThresholdChoice(nil, rules: rules), "itl", "llama-3") == .below(good: 50, warning: 200))
        let asked = ThresholdChoice(.below(good: 1, warning: 2), rules: rules, configured: page)
        #expect(limits(asked, "ttft", "llama-3") == .below(good: 1, warning: 2))
    }
}
