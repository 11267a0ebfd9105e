import Latency
import Support
import TestSupport

@testable import Questions

/// Days with a bit of everything, to be asked about in many ways.
enum ManyDays {
    /// 2025-10-31T00:00:00Z: New York's clocks go back on the third day.
    static let start = UTCDay(index: 20_392)
    static let days = 4

    static let zones: [(name: String, zone: Zone)] = [
        ("UTC", .utc), ("Seoul", .seoul), ("New York", .newYork), ("Kolkata", .kolkata), ("Kathmandu", .kathmandu),
        ("Lord Howe", .lordHowe),
    ]

    /// Four days with windows that nobody collected, some across a midnight, models without data, without traffic, with
    /// two layouts, of every quality and without sums.
    static func windows(_ random: inout SplitMix64) throws -> [CollectedWindow] {
        let all = start.windows.lowerBound.index..<start.windows.lowerBound.index + days * UTCDay.windows
        var windows: [CollectedWindow] = []
        for index in all where !(index % UTCDay.windows < 9 && index % 7 < 4) {
            if Int.random(in: 0..<40, using: &random) == 0 { continue }
            var models: [ModelWindow] = []
            let gone = index < all.lowerBound + 300 ? 50 : 0
            let rates: [(Name, Int)] = [("busy", 400), ("rare", 2), ("gone", gone), ("", 9)]
            for (name, rate) in rates {
                if Int.random(in: 0..<20, using: &random) == 0 { continue }
                let counts = (0..<4).map { _ in max(0, Int.random(in: -rate...rate, using: &random)) }
                let quality = Int.random(in: 0..<50, using: &random) == 0 ? Quality.allCases.randomElement() : nil
                let sum = Int.random(in: 0..<60, using: &random) == 0 ? nil : counts.reduce(0, +) * 190_000
                var model = try TestArchive.model(name, counts, quality ?? .exact, sum: sum)
                if name == "rare", index % 500 < 60 {
                    model = model.merged(with: try TestArchive.model(name, [1, 2], sum: 5, bounds: [0.3]))
                }
                models.append(model)
            }
            windows.append(CollectedWindow(window: Window(index: index), models: models))
        }
        return windows
    }

    static var moments: [Int] {
        // The end of the data, a day's end, in the middle of an hour, before the first day is over, and long after.
        return [
            end, end + 130, start.end, start.end - 1, start.end + 5 * 3600 + 1830, start.start + 7777, end + 90_000,
        ]
    }

    /// The end of the last day, in seconds since 1970 UTC.
    static var end: Int { start.end + (days - 1) * UTCDay.seconds }
}

extension Zone {
    fileprivate static let kolkata = Zone { _ in 19_800 }
    fileprivate static let kathmandu = Zone { _ in 20_700 }
    /// Clocks go forward by half an hour, here on 2025-11-01T15:30:00Z.
    fileprivate static let lordHowe = Zone { $0 < 1_762_011_000 ? 37_800 : 39_600 }
}
