import Latency
import Questions

/// Samples that wait for their turn, at eight bytes each: most follow each other by a window.
struct PackedSamples: SampleCollector {
    private static let step = Window.seconds * 1000

    private var values: [Double] = []
    /// Where a sample does not follow the one before by a window: the first one has such a start, too.
    private var starts: [(index: Int, time: Int)] = []
    private var next: Int?

    init(capacity: Int) { values.reserveCapacity(capacity) }

    var count: Int { values.count }

    mutating func append(_ sample: CounterSample) {
        if sample.time != next { starts.append((values.count, sample.time)) }
        values.append(sample.value)
        next = sample.time + Self.step
    }

    func forEach(_ body: (CounterSample) throws -> Void) rethrows {
        for (place, start) in starts.enumerated() {
            let end = place + 1 < starts.count ? starts[place + 1].index : values.count
            for index in start.index..<end {
                let time = start.time + (index - start.index) * Self.step
                try body(CounterSample(time: time, value: values[index]))
            }
        }
    }
}
