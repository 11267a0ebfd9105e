import Latency
import Testing

@Suite("A histogram in another unit")
struct HistogramConversionTests {
    private func histogram(_ bounds: [Double]) throws -> Histogram {
        let layout = try #require(BucketLayout(upperBounds: bounds))
        let part = try #require(Histogram.Part(layout: layout, counts: Array(1...layout.bucketCount)))
        return Histogram(part, sumMicroseconds: 7)
    }

    @Test("has the bounds that a server would have written in that unit, and the same counts")
    func bounds() throws {
        let seconds = try histogram([0, 0.001, 0.005, 0.07, 0.3, 1.1, 2.5, 100.1, 86_400])
        let milliseconds = try histogram([0, 1, 5, 70, 300, 1100, 2500, 100_100, 86_400_000])
        #expect(seconds.converted(from: .seconds, to: .milliseconds) == milliseconds)
        #expect(milliseconds.converted(from: .milliseconds, to: .seconds) == seconds)
        #expect(seconds.converted(from: .seconds, to: .seconds) == seconds)
    }

    @Test("loses no count where bounds are as near as doubles can be")
    func nearBounds() throws {
        let near = try histogram([1, 1.0.nextUp, 2])
        let converted = near.converted(from: .seconds, to: .milliseconds)
        #expect(converted.parts.map(\.counts) == near.parts.map(\.counts))
        #expect(converted.parts[0].layout.upperBounds.last == 2000)
    }
}
