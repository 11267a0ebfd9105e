import Latency
import Testing

@testable import Questions

@Suite("What holds for a measure of a model")
struct ThresholdChoiceTests {
    private let rules = [
        ModelRule(
            match: ShellPattern("gpt-4*"), displayName: "GPT-4", isPublic: true, goodBelow: ["ttft": 300],
            warningBelow: ["ttft": 900, "e2e": 5000]),
        ModelRule(
            match: ShellPattern("*"), displayName: nil, isPublic: false, goodBelow: ["ttft": 3000], warningBelow: [:]),
    ]

    private func limits(
        _ choice: ThresholdChoice, _ measure: Name = "ttft", metric: Name = "own_seconds", of model: Name = "gpt-4o"
    ) -> [Double?] {
        let thresholds = choice.thresholds(for: measure, metric: metric, of: model)
        return [thresholds.warning, thresholds.critical]
    }

    @Test("is what a flag asks for, else the model's rule, else what is configured for all, else what fits the measure")
    func order() {
        let (asked, configured) = (
            LatencyThresholds.below(good: 1, warning: 2), LatencyThresholds.below(good: 3, warning: 4)
        )
        #expect(limits(ThresholdChoice(asked, rules: rules, configured: configured)) == [1, 2])
        #expect(limits(ThresholdChoice(nil, rules: rules, configured: configured)) == [300, 900])
        #expect(limits(ThresholdChoice(nil, rules: rules, configured: configured), "tpot") == [3, 4])
        #expect(limits(ThresholdChoice(nil), "ttft") == [500, 2000])
        #expect(limits(ThresholdChoice(nil), "e2e") == [10_000, 20_000])
        #expect(limits(ThresholdChoice(nil), "tpot") == [50, 200])
        #expect(limits(ThresholdChoice(nil), "own_seconds") == [100, 200])
    }

    @Test("has the usual limit beside one that a rule has alone, on its side")
    func halfRules() {
        let choice = ThresholdChoice(nil, rules: rules)
        #expect(limits(choice, "e2e") == [5000, 5000])
        #expect(limits(choice, "ttft", of: "llama") == [3000, 3000])
    }

    @Test("goes by the first rule that fits, as names do")
    func names() {
        let choice = ThresholdChoice(nil, rules: rules)
        #expect(choice.displayName(of: "gpt-4o") == "GPT-4" && choice.displayName(of: "llama") == nil)
    }

    @Test("is of what is no language model as it has been")
    func webServices() {
        #expect(
            limits(ThresholdChoice(nil), "http_request_duration_seconds", metric: "http_request_duration_seconds") == [
                100, 200,
            ])
    }
}
