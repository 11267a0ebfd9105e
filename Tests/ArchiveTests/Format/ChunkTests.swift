import Latency
import TestSupport
import Testing

@testable import Archive
@testable import SQLiteStore

/// The codec of sealed days, without an archive.
@Suite struct ChunkTests {
    @Test(
        "any day comes back as it was: its windows, and the totals of its hours and of itself",
        arguments: 0..<60 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let windows = RandomDay.windows(&random)
        let decoded = try RandomDay.decode(RandomDay.encode(windows))
        #expect(decoded.windows == windows)
        #expect(decoded.hours == RandomDay.hours(of: windows))
        #expect(decoded.total == total(of: windows))
    }

    /// Merged one by one.
    private func total(of windows: [ModelWindow?]) -> ModelWindow? {
        windows.compactMap(\.self).reduce(nil) { total, next in total?.merged(with: next) ?? next }
    }

    @Test("days at the edges of the format come back as they were")
    func edges() throws {
        let none = [ModelWindow?](repeating: nil, count: UTCDay.windows)
        func day(_ windows: [Int: ModelWindow]) -> [ModelWindow?] { none.indices.map { windows[$0] } }
        let most = 1 << 53
        let empty = ModelWindow(model: "m", quality: .exact, histogram: Histogram())
        let wide = (1...499).map { Double($0) }
        func model(_ bounds: [Double], _ counts: [Int], sum: Int? = 0, _ quality: Quality = .exact) -> ModelWindow {
            ModelWindow(model: "m", quality: quality, histogram: Samples.histogram(bounds, counts, sum: sum))
        }
        let days = [
            none,
            day([0: Samples.model("m")]), day([287: Samples.model("m")]), day([143: empty]),
            none.map { _ in Samples.model("m", [0, 0, 0]) },
            none.map { _ in model([1], [most, 0], sum: most) },
            none.map { _ in model([1], [0, 0], sum: -7) },
            day([
                5: model(wide, [Int](repeating: most, count: 500), sum: Int.max),
                6: model(wide, [Int](repeating: 1, count: 500), sum: Int.min),
            ]),
            day([7: model([1], [Int.max, 0], sum: Int.min)]),
            // Another layout from one window to the next, and none of the counts of the first left for the second.
            none.indices.map { $0 % 2 == 0 ? model([1], [3, 0]) : model([2], [0, 5], sum: nil, .reset) },
            none.indices.map { model([], [$0 % 2], sum: $0 % 3 == 0 ? nil : $0) },
        ]
        for windows in days {
            let decoded = try RandomDay.decode(RandomDay.encode(windows))
            #expect(decoded.windows == windows)
            #expect(decoded.hours == RandomDay.hours(of: windows))
            #expect(decoded.total == total(of: windows))
        }
    }

    @Test("a day whose hours alone are kept has the same hours", arguments: 100..<120 as Range<UInt64>)
    func hoursAlone(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let bytes = try RandomDay.encode(RandomDay.windows(&random))
        let whole = try RandomDay.decode(bytes)
        let kept = try RandomDay.encode(hours: whole.hours)
        let decoded = try RandomDay.decode(kept)
        #expect(decoded.hours == whole.hours)
        #expect(decoded.total == whole.total)
        #expect(decoded.windows == nil)
        #expect(kept.count <= bytes.count)
    }

    @Test("more requests or longer latencies than 63 bits count are refused, not stored wrong")
    func tooMany() throws {
        for window in [Samples.histogram([1], [Int.max, 1]), Samples.histogram([1], [1, 0], sum: Int.max)] {
            let model = ModelWindow(model: "m", quality: .exact, histogram: window)
            let day = (0..<UTCDay.windows).map { $0 < 2 ? model : nil }
            #expect(try Chunk.encode(windows: ModelDay(slots: day), layout: { _ in 1 }) == nil)
        }
        let most = ModelWindow(model: "m", quality: .exact, histogram: Samples.histogram([1], [.max, 0]))
        let hours = ModelDay(slots: (0..<UTCDay.hours).map { $0 < 2 ? most : nil })
        #expect(try Chunk.encode(hours: hours, layout: { _ in 1 }) == nil)
    }

    @Test("a sum of latencies that the hours have and 63 bits don't hold of the day is not known of the day")
    func longSum() throws {
        let long = ModelWindow(model: "m", quality: .exact, histogram: Samples.histogram([1], [1, 0], sum: .max))
        let windows = (0..<UTCDay.windows).map { $0 % 144 == 0 ? long : nil }
        let decoded = try RandomDay.decode(RandomDay.encode(windows))
        #expect(decoded.hours[12]?.histogram.sumMicroseconds == .max)
        #expect(decoded.total?.histogram.requests == 2)
        #expect(decoded.total?.histogram.sumMicroseconds == nil)
    }

    @Test("of a chunk with any one bit flipped, or cut short anywhere, nothing is accepted")
    func flipped() throws {
        var random = SplitMix64(seed: 1)
        let bytes = try RandomDay.encode(RandomDay.windows(&random))
        for bit in 0..<bytes.count * 8 {
            var damaged = bytes
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(throws: BodyError.wrongChecksum) { try RandomDay.decode(damaged) }
        }
        for length in bytes.indices {
            #expect(throws: BodyError.self) { try RandomDay.decode(Array(bytes[..<length])) }
        }
    }

    @Test("arbitrary bytes with a right checksum are refused or read, never more", arguments: 0..<40 as Range<UInt64>)
    func arbitrary(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let good = try RandomDay.encode(RandomDay.windows(&random)).dropLast(4)
        for _ in 0..<100 {
            var bytes =
                Bool.random(using: &random)
                ? Array(good)
                : [.random(in: 1...2, using: &random), 0, 1, 0]
                    + (0..<300).map { _ in .random(in: 0...255, using: &random) }
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
            }
            var writer = ByteWriter(Array(bytes.prefix(Int.random(in: 1...bytes.count, using: &random))))
            writer.checksum()
            guard let read = try? RandomDay.decode(writer.bytes) else { continue }
            // What is accepted is a day like any other.
            guard let windows = read.windows else { continue }
            #expect(try RandomDay.decode(RandomDay.encode(windows)).windows == windows)
        }
    }
}
