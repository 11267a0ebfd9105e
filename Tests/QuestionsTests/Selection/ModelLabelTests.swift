import Archive
import Latency
import Testing

@testable import Questions

@Suite("Models by labels")
struct ModelLabelTests {
    private static let region: Name = "region"
    private let test: TestArchive

    /// Latencies and tokens by region, errors without.
    init() throws {
        test = try TestArchive()
        let latency = try source("latency_seconds", .e2e, labels: [Self.region])
        let errors = try source("errors_total", .errors, kind: .counter)
        let tokens = try source("tokens_total", .outputTokens, kind: .counter, labels: [Self.region])
        for minutes in [50, 55] {
            try test.collect(
                minutes, try series("a", "eu", [6, 0, 0, 0]), try series("a", "us", [0, 0, 0, minutes == 55 ? 0 : 4]),
                try series("b", "us", [0, 1, 0, 0]), of: latency)
            try test.collect(minutes, try count("a", [], 3), of: errors)
            try test.collect(minutes, try count("a", ["eu"], 600), of: tokens)
        }
    }

    private func source(
        _ metric: Name, _ measure: Measure, kind: SourceKind = .histogram, labels: [Name] = []
    ) throws -> Source {
        try test.archive.source(
            SourceDescription(
                name: "default", metric: metric, url: "http://localhost:9090", selector: "", modelLabel: "model",
                unit: .seconds, measure: Name(measure.rawValue), kind: kind, labels: labels))
    }

    private func series(_ model: Name, _ region: Name, _ counts: [Int]) throws -> ModelWindow {
        let window = try TestArchive.model(model, counts)
        return ModelWindow(series: SeriesKey(model, labels: [region]), quality: .exact, histogram: window.histogram)
    }

    private func count(_ model: Name, _ labels: [Name], _ count: Int) throws -> ModelWindow {
        let window = try TestArchive.model(model, [count], bounds: [])
        return ModelWindow(series: SeriesKey(model, labels: labels), quality: .exact, histogram: window.histogram)
    }

    private func models(_ parameters: [String: [Name]]) throws -> ModelsAnswer {
        try test.ask(ModelsQuestion.self, QueryParameters(parameters), at: 60)
    }

    @Test("are an entry for each value, with its own numbers and state")
    func divided() throws {
        let answer = try models(["by": [Self.region]])
        let (labels, regions): ([Name], [[Name]]) = (answer.labelNames, answer.models.map(\.labels))
        #expect(labels == [Self.region])
        #expect(regions == [["eu"], ["us"], ["us"]])
        let names: [Name] = answer.models.map(\.model)
        #expect(names == ["a", "a", "b"])
        let newest: [Int?] = answer.models.map { $0.newest?.requests }
        #expect(newest == [6, 4, 1])
        #expect(answer.models.allSatisfy { $0.state == .traffic })
        #expect(observations(answer) == [12, 4, 2])
        let rates: [Double?] = answer.models.map(\.outputTokensPerSecond)
        #expect(rates == [2, nil, nil])
    }

    @Test("know no errors where the counter of errors is not kept by the label, and had none of a model without")
    func errors() throws {
        let (parts, whole) = (try models(["by": [Self.region]]), try models([:]))
        #expect(parts.models.allSatisfy { $0.errorShare == nil })
        let shares: [Int?] = whole.models.map(\.errorShare)
        #expect(shares == [375_000, 0])
        #expect(parts.models.allSatisfy { $0.cells[.ttft]?.why == .notMeasured })
    }

    @Test("are those with a value where only it is asked for")
    func wanted() throws {
        let answer = try models(["where": ["region=us"]])
        let names: [Name] = answer.models.map(\.model)
        #expect(answer.labelNames.isEmpty && names == ["a", "b"])
        #expect(answer.models.allSatisfy { $0.labels.isEmpty })
        #expect(observations(answer) == [4, 2])
        let none = try models(["where": ["region=moon"]])
        #expect(none.models.isEmpty && none.emptyReason == .noTraffic)
    }

    @Test("add up over the labels to the model")
    func sum() throws {
        let (whole, parts) = (try models([:]), try models(["by": [Self.region, "source"]]))
        let labels: [[Name]] = parts.models.map(\.labels)
        #expect(labels == [["eu", "default"], ["us", "default"], ["us", "default"]])
        #expect(observations(parts).reduce(0, +) == observations(whole).reduce(0, +))
    }

    /// Of whole requests.
    private func observations(_ answer: ModelsAnswer) -> [Int] {
        answer.models.map { $0.cells[.e2e]?.observations ?? -1 }
    }

    @Test("are no classes of errors, nor labels that nothing is kept by", arguments: ["class", "team"] as [Name])
    func unknown(label: Name) {
        #expect(throws: RequestError.unknownLabel(label, known: [Self.region, "source"])) {
            try models(["by": [label]])
        }
    }
}
