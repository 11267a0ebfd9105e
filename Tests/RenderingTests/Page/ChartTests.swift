import Testing

@testable import Questions
@testable import Rendering

@Suite struct ChartTests {
    @Test("the scale of latencies is logarithmic: equal ratios are equal heights")
    func logarithmic() {
        let shown = [Percentile(milliseconds: 10, lower: 1, upper: 100)]
        let scale = LatencyScale(showing: shown, bottom: 200, top: 0)
        #expect(abs((scale.y(1) - scale.y(10)) - (scale.y(10) - scale.y(100))) < 1e-9)
        #expect(scale.y(0) == 200 && scale.y(1e9) == 0)
        #expect(scale.ticks == [1, 2, 5, 10, 20, 50, 100].filter { (scale.lowest...scale.highest).contains($0) })
    }

    @Test("a steady latency is drawn as steady: the scale spans at least a factor of four")
    func steady() {
        let shown = [Percentile(milliseconds: 101, lower: 100, upper: 102)]
        let scale = LatencyScale(showing: shown, bottom: 200, top: 0)
        #expect(scale.highest / scale.lowest >= 4)
    }

    @Test("without anything to show, from 0 and above the last bound, there still is a scale")
    func special() {
        for shown in [
            [], [Percentile(milliseconds: 0, lower: 0, upper: 0)], [Percentile(milliseconds: 5, lower: 0, upper: 10)],
            [Percentile(milliseconds: 60_000, lower: 60_000, upper: nil)],
        ] {
            let scale = LatencyScale(showing: shown, bottom: 200, top: 0)
            #expect(scale.lowest > 0 && scale.highest >= scale.lowest * 4 && !scale.ticks.isEmpty)
        }
    }

    @Test(
        "the time axis has some round ticks, whatever its length",
        arguments: [1, 6, 24, 168, 720, 2160, 8760, 87_600])
    func ticks(hours: Int) {
        let axis = TimeAxis(start: PageSamples.now - hours * 3600, end: PageSamples.now, zone: SampleAnswers.seoul)
        #expect((2...13).contains(axis.ticks.count))
        #expect(axis.ticks.allSatisfy { axis.start < $0.time && $0.time < axis.end })
        #expect(Set(axis.ticks.map(\.label)).count == axis.ticks.count)
    }

    @Test("a line goes from level to level and is broken where steps are missing")
    func line() {
        let point = SampleAnswers.point(0)
        func step(_ start: Int, _ end: Int, _ content: ChartSteps.Content) -> ChartSteps.Step {
            ChartSteps.Step(start: start, end: end, content: content)
        }
        let steps = [
            step(0, 250, .point(point)), step(250, 500, .point(point)), step(500, 750, .noData),
            step(750, 1000, .point(point)),
        ]
        let paths = StepPaths(axis: TimeAxis(start: 0, end: 1000, zone: .utc), steps: steps)
        #expect(paths.line { _ in 7 } == "M0 7H250V7H500M750 7H1000")
        #expect(paths.bands { _ in (upper: 1, lower: 9) } == "M0 1H500V9H0zM750 1H1000V9H750z")
    }

    @Test(
        "the top of the requests' scale is round", arguments: [(0, 1), (1, 1), (3, 4), (7, 8), (11, 20), (999, 1000)])
    func roundTop(value: Int, top: Int) {
        #expect(RequestsChart.roundedUp(value) == top)
    }
}
