import Foundation
import Rendering
import Testing

@testable import Reports

@Suite struct CheckLineTests {
    private let limits = LatencyLimits(warning: 2000, critical: 5000)

    private func answer(_ conditions: [ModelCondition]) -> CheckAnswer {
        CheckAnswer(
            CheckRequest(
                condition: ConditionRequest(limits: limits, leastRequests: 1, seconds: 300), mostAge: 900,
                noTraffic: .ok, noData: .unknown), conditions)
    }

    private func slow(_ model: String, _ milliseconds: Double) -> ModelCondition {
        let p95 = Percentile(milliseconds: milliseconds, lower: 1000, upper: 10_000)
        let level = limits.level(of: p95)
        return ModelCondition(model: model, state: .judged(level...level), p95: p95, requests: 1204)
    }

    private func still(_ model: String, _ state: ModelCondition.State) -> ModelCondition {
        ModelCondition(model: model, state: state, p95: nil, requests: 0)
    }

    @Test("one model is told with its bracket, and its limits stand in the performance data")
    func one() {
        #expect(
            CheckLine().text(of: answer([slow("gpt-4", 2345.678)])) == """
                LATENCY WARNING: gpt-4 p95 2.35 s (1–10 s, 1,204 requests) \
                | 'gpt-4'=2.34568s;2.00000;5.00000;0 'gpt-4 requests'=1204;;;0

                """)
        #expect(
            CheckLine().text(of: answer([still("gpt-4", .noTraffic)])) == """
                LATENCY OK: gpt-4 no traffic | 'gpt-4'=U;2.00000;5.00000;0 'gpt-4 requests'=0;;;0

                """)
    }

    @Test("of many models the troubled ones are named, five at most; the data has all")
    func many() {
        let slowOnes = (1...7).map { slow("m\($0)", 6000) }
        let text = CheckLine().text(of: answer(slowOnes + [slow("fast", 1001)]))
        #expect(text.hasPrefix("LATENCY CRITICAL: 7 of 8 models: m1 p95 6.00 s (1–10 s, 1,204 requests), m2 "))
        #expect(text.contains(", m5 p95 6.00 s (1–10 s, 1,204 requests), 2 more | "))
        #expect(text.contains(" 'fast'=1.00100s;"))
        #expect(
            CheckLine().text(of: answer([slow("a", 1001), slow("b", 1500)])).hasPrefix(
                "LATENCY OK: 2 models, slowest b p95 1.50 s (1–10 s, 1,204 requests) | "))
    }

    /// `'label'=value[UOM];[warn];[crit];[min];[max]`, as the guidelines have it.
    private static let datum = #"'[^=']+'=(U|-?[0-9]+(\.[0-9]+)?(s|ms|us|%|B|KB|MB|TB|c)?)(;[0-9.]*){0,4}"#

    @Test(
        "every state of every name parses by the plugin guidelines",
        arguments: [
            "gpt-4", "", "a|b", "it's = \"x\"", "\u{1B}[31mred\nline", "한국어 모델", "nan",
            String(repeating: "x", count: 4096),
        ])
    func guidelines(name: String) throws {
        let line = try Regex(
            #"LATENCY (OK|WARNING|CRITICAL|UNKNOWN): [^|\n]+ \| "# + Self.datum + "( " + Self.datum + #")*\n"#)
        let conditions = [
            slow(name, 1), slow(name, 3000), slow(name, 6000), still(name, .noTraffic), still(name, .noData),
            still(name, .fewRequests), slow(name, 0.01),
        ]
        for condition in conditions {
            let text = CheckLine().text(of: answer([condition]))
            #expect(text.wholeMatch(of: line) != nil, "\(text)")
        }
        #expect(CheckLine().text(of: answer(conditions)).wholeMatch(of: line) != nil)
        #expect(!CheckLine().text(ofError: name).dropLast().contains(where: { $0 == "\n" || $0 == "|" }))
    }
}
