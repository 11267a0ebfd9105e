import Archive
import Latency
import Testing

@testable import Collector

@Suite("Names that are too many")
struct ModelLimitTests {
    @Test("are counted together, those with fewest requests, for all measures alike")
    func models() {
        var limit = ModelLimit(2)
        let (first, folding) = limit.apply(to: [window(1, [("a", [], 5), ("b", [], 9), ("c", [], 7), ("d", [], 1)])])
        #expect(requests(first) == [["b": 9, "c": 7, "(other)": 6]])
        #expect(folding.models && !folding.labels)
        // Another measure of the same source, of which "a" is the busiest.
        let (second, _) = limit.apply(to: [window(1, [("a", [], 50), ("b", [], 1)])], of: 1)
        #expect(requests(second) == [["b": 1, "(other)": 50]])
    }

    @Test("of label values become (other) in every label, and keep their model")
    func labels() {
        var limit = ModelLimit(10)
        let many = (0..<ModelLimit.labelSets).map { ("a" as Name, ["eu", Name("t\($0)")], 2) }
        let (windows, folding) = limit.apply(to: [window(1, many + [("a", ["eu", "x"], 1), ("b", ["us", "y"], 1)])])
        #expect(folding.labels && !folding.models)
        let folded = windows[0].models.filter { $0.series.labels == ["(other)", "(other)"] }
        #expect(folded.map(\.model) == ["a", "b"])
        #expect(windows[0].models.count == ModelLimit.labelSets + 2)
        #expect(windows[0].models.reduce(0) { $0 + $1.histogram.requests } == 2 * ModelLimit.labelSets + 2)
        // What has a name keeps it.
        let (later, _) = limit.apply(to: [window(2, [("b", ["eu", "t0"], 1)])])
        #expect(later[0].models.map(\.series) == [SeriesKey("b", labels: ["eu", "t0"])])
    }

    private func window(_ index: Int, _ values: [(Name, [Name], Int)]) -> CollectedWindow {
        CollectedWindow(
            window: Window(index: index),
            models: values.map { model, labels, requests in
                let part = BucketLayout(upperBounds: []).flatMap { Histogram.Part(layout: $0, counts: [requests]) }
                let histogram = part.map { Histogram($0, sumMicroseconds: nil) } ?? Histogram()
                return ModelWindow(series: SeriesKey(model, labels: labels), quality: .exact, histogram: histogram)
            })
    }

    private func requests(_ windows: [CollectedWindow]) -> [[Name: Int]] {
        windows.map { Dictionary(uniqueKeysWithValues: $0.models.map { ($0.model, $0.histogram.requests) }) }
    }
}
