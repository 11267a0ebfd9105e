import Glibc
import Latency
import TestSupport
import Testing

@testable import Archive
@testable import SQLiteStore

/// What counters take once they are sealed.
@Suite struct SealedCounterTests: OnOneSource {
    let own: OneSource

    init() throws { own = try OneSource() }

    /// Poisson variates by exponential steps: D. E. Knuth, The Art of Computer Programming, volume 2, 3.4.1, algorithm Q,
    /// in logarithms, so that a mean of 1,000 does not underflow.
    private static func poisson(_ mean: Double, _ random: inout SplitMix64) -> Int {
        var (count, sum) = (0, 0.0)
        while true {
            sum -= log(Double.random(in: .leastNonzeroMagnitude..<1, using: &random))
            if sum > mean { return count }
            count += 1
        }
    }

    private static func day(_ mean: (Int) -> Double, _ random: inout SplitMix64) -> [ModelWindow?] {
        (0..<UTCDay.windows).map { slot in
            ModelWindow(
                model: "m", quality: .exact,
                histogram: Samples.histogram([], [poisson(mean(slot), &random)], sum: nil))
        }
    }

    @Test(
        "a window of a counter takes at most 1.5 bytes, whatever its rate",
        arguments: [1, 3, 10, 30, 100, 300, 1000] as [Double])
    func bytes(mean: Double) throws {
        var random = SplitMix64(seed: 7)
        var (bytes, windows) = (0, 0)
        for _ in 0..<30 {
            bytes += try RandomDay.encode(Self.day({ _ in mean }, &random)).count
            windows += UTCDay.windows
        }
        let perWindow = Double(bytes) / Double(windows)
        #expect(perWindow <= 1.5)
    }

    @Test("so does one whose rate follows the hour, in the file, its keys included")
    func file() throws {
        var random = SplitMix64(seed: 8)
        let models = 50
        let days = (0..<3).map { UTCDay(index: 20_000 + $0) }
        for day in days {
            let rates = (0..<models).map { model in 1000 / Double(1 + model * model) }
            let series = rates.map { rate in
                Self.day({ rate * (1.1 + sin(Double($0) / 288 * 2 * .pi)) + 1 }, &random)
            }
            let windows = day.windows.windows.enumerated().map { slot, window in
                CollectedWindow(
                    window: window,
                    models: series.enumerated().compactMap { model, values in
                        values[slot].map {
                            ModelWindow(model: Name("m\(model)"), quality: $0.quality, histogram: $0.histogram)
                        }
                    })
            }
            try archive.commit(windows, run: nil, of: source)
        }
        try archive.seal(of: source, at: days[2].end + Archive.sealingDelay)
        try archive.releaseFreePages()
        let table = "SELECT sum(pgsize) FROM dbstat WHERE name = 'chunk'"
        let bodies = try archive.database.integer("SELECT sum(length(body)) FROM chunk")
        let windows = Double(days.count * models * UTCDay.windows)
        #expect(Double(try archive.database.integer(table)) / windows <= 1.5)
        #expect(Double(bodies) / windows <= 1.5)
    }
}
