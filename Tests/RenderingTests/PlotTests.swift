import Testing

@testable import Questions
@testable import Rendering

@Suite struct PlotTests {
    private static let terminal = Terminal(isTerminal: true, width: 50, hasColor: false)

    private func plot(_ points: [HistoryAnswer.Point], missing: [HistoryAnswer.Stretch] = []) throws -> [String] {
        let answer = try SampleAnswers.history(points: points, missing: missing)
        return SampleAnswers.text(.history(answer), .plot, terminal: Self.terminal).split(
            separator: "\n", omittingEmptySubsequences: false
        ).map(String.init)
    }

    private func point(_ minutes: Int, _ milliseconds: Double, upper: Double? = 5000) -> HistoryAnswer.Point {
        SampleAnswers.point(
            SampleAnswers.halfPast - minutes * 60,
            p95: Percentile(milliseconds: milliseconds, lower: min(milliseconds, 200), upper: upper))
    }

    @Test("a step is a level line, a jump joins two of them, and time without traffic is a gap")
    func shape() throws {
        // Half an hour at 100 ms, a quarter at 350 ms, a gap of ten minutes, five minutes at 200 ms.
        let slow = stride(from: 55, through: 30, by: -5).map { point($0, 100) }
        let fast = stride(from: 25, through: 15, by: -5).map { point($0, 350) }
        let lines = try plot(slow + fast + [point(0, 200)])
        #expect(
            lines == [
                "gpt-4  p95",
                "400 ms │                     ⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⡀",
                "       │                     ⡇",
                "       │                     ⡇",
                "       │                     ⡇                ⢀⣀⣀⣀",
                "200 ms │                     ⡇",
                "       │⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⡇",
                "       │",
                "       │",
                "     0 └──────────────────────────────────────────",
                "        ████████████████████████████████      ████",
                "        2025-10-17T14:30:00+09:00",
                "Bars: requests, at most 311 in 5m",
                "",
            ])
    }

    @Test("no line is wider than the terminal, and every one has the same height, however many points there are")
    func size() throws {
        for count in [1, 12] {
            let lines = try plot((0..<count).reversed().map { point($0 * 5, Double($0 + 1) * 100) })
            #expect(lines.count == 14)
            #expect(lines.allSatisfy { DisplayWidth.of($0) <= 50 })
        }
    }

    @Test("up to where only whole hours are known is said")
    func resolution() throws {
        let points = [SampleAnswers.point(SampleAnswers.halfPast - 1800, resolution: .hour), point(0, 100)]
        #expect(try plot(points).contains("Up to 2025-10-17T14:00:00+09:00 only whole hours are known."))
        #expect(try plot([point(0, 100)]).allSatisfy { !$0.contains("whole hours") })
    }

    @Test("a value above the last bound is said to be open, and what was never collected is marked")
    func marks() throws {
        let lines = try plot(
            [point(0, 5000, upper: nil)],
            missing: [.init(start: SampleAnswers.halfPast - 3600, end: SampleAnswers.halfPast - 1800)])
        #expect(lines.contains("At 200 ms and above the buckets end: p95 may be anything higher there."))
        #expect(lines.contains { $0.contains("░░░░░") })
        #expect(lines.contains("Bars: requests, at most 311 in 5m; ░ was never collected"))
    }

    @Test("scales end at a round number above the highest value")
    func scale() {
        #expect(PlotScale.top(above: 0) == 1)
        #expect(PlotScale.top(above: 245) == 300)
        #expect(PlotScale.top(above: 300) == 400)
        #expect(PlotScale.top(above: 999) == 1000)
        #expect(PlotScale.top(above: 0.02) > 0.02 && PlotScale.top(above: 0.02) < 0.04)
    }

    @Test("few requests among many are still a bar")
    func bars() {
        #expect(PlotScale.bar(1, of: 1_000_000) == "▁")
        #expect(PlotScale.bar(5, of: 10) == "▄")
        #expect(PlotScale.bar(10, of: 10) == "█")
    }
}
