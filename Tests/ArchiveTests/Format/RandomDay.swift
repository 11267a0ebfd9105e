import Latency
import TestSupport

@testable import Archive
@testable import SQLiteStore

/// Days of one model, of every kind, and their stored form.
enum RandomDay {
    /// 500 buckets among them.
    static let layouts = [
        [], [0.1, 0.5], [0.1, 0.5, 1], [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
        (1...499).map { Double($0) / 10 },
    ].map(Samples.layout).sorted()

    static func windows(_ random: inout SplitMix64) -> [ModelWindow?] {
        let withoutData: Double = [0.0, 0.01, 0.5, 0.99].randomElement(using: &random) ?? 0
        let withoutTraffic: Double = [0.0, 0.1, 0.9].randomElement(using: &random) ?? 0
        let changes: Double = [0.0, 0.02, 1].randomElement(using: &random) ?? 0
        let size = Int.random(in: 0...43, using: &random)
        var used = [layouts.randomElement(using: &random) ?? layouts[0]]
        var (quality, sumIsKnown) = (Quality.exact, true)
        return (0..<UTCDay.windows).map { _ in
            if Double.random(in: 0..<1, using: &random) < changes {
                used = Array(layouts.shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random)))
                quality = Quality.allCases.randomElement(using: &random) ?? .exact
                sumIsKnown = Bool.random(using: &random)
            }
            if Double.random(in: 0..<1, using: &random) < withoutData { return nil }
            let isBusy = Double.random(in: 0..<1, using: &random) >= withoutTraffic
            var histogram: Histogram?
            for layout in used {
                let counts = (0..<layout.bucketCount).map { _ in
                    isBusy
                        ? Int.random(in: 0...(1 << size), using: &random) >> Int.random(in: 0...9, using: &random) : 0
                }
                let sum = sumIsKnown ? Int.random(in: -5...(1 << 50), using: &random) : nil
                guard let part = Histogram.Part(layout: layout, counts: counts) else { return nil }
                let one = Histogram(part, sumMicroseconds: sum)
                histogram = histogram?.merged(with: one) ?? one
            }
            return ModelWindow(model: "m", quality: quality, histogram: histogram ?? Histogram())
        }
    }

    /// What the totals of hours are to be: their windows merged one by one.
    static func hours(of windows: [ModelWindow?]) -> [ModelWindow?] {
        (0..<UTCDay.hours).map { hour in
            windows[UTCDay.slots(ofHour: hour)].reduce(nil as ModelWindow?) { merged, window in
                guard let window else { return merged }
                return merged?.merged(with: window) ?? window
            }
        }
    }

    struct NotEncoded: Error {}

    static func encode(_ windows: [ModelWindow?]) throws -> [UInt8] {
        guard let bytes = try Chunk.encode(windows: ModelDay(slots: windows), layout: id) else { throw NotEncoded() }
        return bytes
    }

    static func encode(hours: [ModelWindow?]) throws -> [UInt8] {
        guard let bytes = try Chunk.encode(hours: ModelDay(slots: hours), layout: id) else { throw NotEncoded() }
        return bytes
    }

    private static func id(_ layout: BucketLayout) -> Int { ids[layout] ?? 0 }
    private static let known: [Int: BucketLayout] = {
        let more = [[1.0], [2.0], (1...499).map { Double($0) }].map(Samples.layout)
        return Dictionary(uniqueKeysWithValues: (layouts + more).enumerated().map { ($0, $1) })
    }()
    private static let ids = Dictionary(uniqueKeysWithValues: known.map { ($1, $0) })

    static func decode(_ bytes: [UInt8]) throws -> (
        windows: [ModelWindow?]?, hours: [ModelWindow?], total: ModelWindow?
    ) {
        try bytes.withUnsafeBytes { bytes in
            let chunk = try Chunk(bytes, layouts: known)
            let day = try chunk.hoursAndWindows()
            let hours = (0..<UTCDay.hours).map { day.hours.merged($0..<$0 + 1, series: "m") }
            let windows = day.windows.map { day in
                (0..<UTCDay.windows).map { day.merged($0..<$0 + 1, series: "m") }
            }
            return (windows, hours, try chunk.total()?.window(of: "m"))
        }
    }
}
