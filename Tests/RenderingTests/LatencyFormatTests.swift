import Testing

@testable import Questions
@testable import Rendering

@Suite struct LatencyTextTests {
    @Test(
        "latencies have three significant digits in a unit that people read",
        arguments: [
            (0.0, "0.00 ms"), (0.85, "0.85 ms"), (9.994, "9.99 ms"), (9.996, "10.0 ms"), (24.54, "24.5 ms"),
            (99.96, "100 ms"), (245.67, "246 ms"), (999.4, "999 ms"), (999.6, "1.00 s"),
            (1234.5, "1.23 s"), (12_345, "12.3 s"), (7_680_000, "7680 s"),
        ])
    func values(milliseconds: Double, text: String) { #expect(LatencyFormat.value(milliseconds) == text) }

    @Test(
        "brackets name the unit once where both bounds share it",
        arguments: [
            (200.0, 250.0, "200–250 ms"), (0, 5, "0–5 ms"), (2.5, 5, "2.5–5 ms"), (500, 1000, "500 ms–1 s"),
            (1000, 2500, "1–2.5 s"), (0.005, 0.01, "0.005–0.01 ms"), (30_000, 60_000, "30–60 s"),
        ])
    func brackets(lower: Double, upper: Double, text: String) {
        #expect(LatencyFormat.bracket(Percentile(milliseconds: lower, lower: lower, upper: upper)) == text)
    }

    @Test("above the last bound nothing is known but the bound")
    func aboveLastBound() {
        #expect(LatencyFormat.value(SampleAnswers.aboveLastBound) == "≥ 60 s")
        #expect(LatencyFormat.bracket(SampleAnswers.aboveLastBound) == "> 60 s")
    }

    @Test("unknown is a dash")
    func unknown() {
        #expect(LatencyFormat.value(nil as Percentile?) == "–")
        #expect(LatencyFormat.bracket(nil) == "–")
    }

    @Test(
        "counts have their thousands apart",
        arguments: [(0, "0"), (999, "999"), (1204, "1,204"), (1_234_567, "1,234,567")])
    func counts(count: Int, text: String) { #expect(DecimalText.grouped(count) == text) }
}
