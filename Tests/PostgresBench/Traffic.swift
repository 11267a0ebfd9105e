import Archive
import Latency

/// Windows of some models, whose counts are drawn.
struct Traffic {
    private let layout: BucketLayout
    private let names: [Name]
    private var random = SystemRandomNumberGenerator()

    init(models: Int) {
        guard let layout = BucketLayout(upperBounds: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60]) else {
            fatalError("no layout")
        }
        self.layout = layout
        names = (0..<models).map { Name("model-\($0)") }.sorted()
    }

    mutating func window(_ window: Window) -> CollectedWindow {
        let models = names.map { ModelWindow(model: $0, quality: .exact, histogram: drawn()) }
        return CollectedWindow(window: window, models: models)
    }

    private mutating func drawn() -> Histogram {
        let counts = (0..<layout.bucketCount).map { _ in Int.random(in: 0..<60, using: &random) }
        guard let part = Histogram.Part(layout: layout, counts: counts) else { fatalError("no counts") }
        return Histogram(part, sumMicroseconds: counts.reduce(0, +) * 1_000_000)
    }

    static func source(_ name: String) -> SourceDescription {
        SourceDescription(
            name: Name(name), metric: "request_duration_seconds", url: "http://localhost:9090", selector: "",
            modelLabel: "model", unit: .seconds)
    }

    static func run(at time: Int) -> Run {
        Run(started: time, finished: time, windows: 1, outcome: .success, detail: nil)
    }

    /// Midnight of a day that is over.
    static let start = UTCDay(index: 20_000)
}
