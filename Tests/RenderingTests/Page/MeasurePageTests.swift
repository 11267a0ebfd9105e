import Latency
import TestSupport
import Testing

@testable import Questions
@testable import Rendering

/// What a model's page shows of measures beside the one that it is about.
@Suite struct MeasurePageTests {
    private func measure(_ name: Name, _ kind: SourceKind, mean: Double? = nil) throws -> ModelMeasure {
        let none = Percentiles(p50: nil, p95: nil, p99: nil, mean: mean)
        let point = HistoryAnswer.Point(
            time: PageSamples.now, percentiles: none, requests: 20, windows: 1, quality: .exact)
        let history = HistoryAnswer(
            request: try PageSamples.request(hours: "1"), models: [.init(model: "m", points: [point])], missing: [],
            firstCollected: 0, emptyReason: nil)
        let entry = LatestAnswer.Entry(
            model: "m", collectedAt: PageSamples.now, metricName: name, percentiles: none, requests: 20,
            quality: .exact)
        return ModelMeasure(
            source: SourceID(name: "default", metric: name), measure: name, kind: kind, entry: entry, history: history)
    }

    private func page(
        _ others: ModelMeasure..., labels: [ModelLabel] = [], where conditions: [Name] = [],
        language: Language = .english
    ) throws -> XMLCheck {
        var answer = try PageSamples.model("m")
        (answer.measure, answer.others, answer.labels) = ("e2e", others, labels)
        return XMLCheck(PageSamples.page(answer, where: conditions, language: language))
    }

    @Test("each label has a row of its values, and a link changes no other label")
    func labels() throws {
        let labels = [
            ModelLabel(name: "region", values: ["", "eu", "us"], chosen: ["eu"]),
            ModelLabel(name: "team", values: ["a<b>&\"c=d"], chosen: []),
        ]
        let check = try page(labels: labels, where: ["region=eu"])
        #expect(check.failure == nil)
        let links = check.all("a").compactMap { $0["href"] }.filter { $0.hasPrefix("model?") && !$0.contains("lang") }
        #expect(
            links.prefix(6) == [
                "model?name=m&hours=1", "model?where=region%3D&name=m&hours=1",
                "model?where=region%3Deu&name=m&hours=1",
                "model?where=region%3Dus&name=m&hours=1", "model?where=region%3Deu&name=m&hours=1",
                "model?where=region%3Deu&where=team%3Da%3Cb%3E%26%22c%3Dd&name=m&hours=1",
            ])
        #expect(check.all("nav").compactMap { $0["aria-label"] }.contains("team") && check.text.contains("(none)"))
        #expect(try page(labels: labels, language: .korean).text.contains("전체"))
        #expect(check.all("details").allSatisfy { $0["class"] != "labels" })
    }

    @Test("many values of a label are folded away, and those that were chosen stand outside")
    func manyValues() throws {
        let values = (0..<13).map { Name("v\($0)") }
        let check = try page(labels: [ModelLabel(name: "team", values: values, chosen: ["v7"])], where: ["team=v7"])
        #expect(check.failure == nil && check.text.contains("team: v7"))
        #expect(check.all("details").contains { $0["class"] == "labels" && $0["open"] == nil })
    }

    @Test("a page of one measure has no table of measures and the titles that it had")
    func alone() throws {
        let check = try page()
        #expect(check.failure == nil && check.all("table").allSatisfy { $0["id"] != "measures" })
        #expect(check.text.contains("Latency") && !check.text.contains("Whole request"))
    }

    @Test("what is counted is drawn as counts, and has no percentiles")
    func counters() throws {
        let check = try page(try measure("errors", .counter), try measure("output_tokens", .counter))
        #expect(
            check.failure == nil
                && check.all("figure").compactMap { $0["id"] } == [
                    "latency", "requests", "requests-errors", "requests-output_tokens",
                ])
        #expect(check.text.contains("Errors") && check.text.contains("20 in all"))
    }

    @Test("of histograms of tokens the tokens are counted, not the requests: their sums are in millionths")
    func tokens() throws {
        // 20 requests of 150 tokens: a sum that is read as microseconds has a mean of 0.15 ms.
        let tokens = try measure("output_tokens", .histogram, mean: 0.15 * 1000)
        #expect(tokens.count(of: tokens.points[0]) == 3)
        let counted = try measure("output_tokens", .histogram, mean: 150_000)
        #expect(counted.count(of: counted.points[0]) == 3000)
        #expect(try page(counted).text.contains("3,000 in all"))
        #expect(try page(try measure("errors", .histogram, mean: 150_000)).text.contains("20 in all"))
    }

    @Test("a metric that tells the mean alone says so in each language")
    func mean() throws {
        let check = try page(try measure("ttft", .mean, mean: 300))
        #expect(check.text.contains("tells the mean alone") && check.text.contains("300 ms"))
        #expect(try page(try measure("ttft", .mean), language: .korean).text.contains("첫 토큰까지의 시간"))
    }

    @Test("a metric without a name among measures is called by its own, and its name does no harm")
    func unnamed() throws {
        let check = try page(try measure("a\"<b>", .histogram), try measure("x:y", .histogram))
        #expect(check.failure == nil && check.text.contains("x:y"))
        #expect(check.all("figure").compactMap { $0["id"] }.suffix(2) == ["latency-other-1", "latency-other-2"])
    }
}
