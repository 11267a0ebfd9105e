import Latency

/// The keys of sealed days: `day << 20 | series` for a chunk, so that a day's chunks lie together, and
/// `source << 40 | day` for a coverage, so that a source's days are one range in the order of time.
package enum DayKey {
    private static let seriesBits = 20
    private static let dayBits = 40
    /// What the key of a coverage, and that of a hot row, begins with is the source: how far it is shifted.
    package static let sourceShift = dayBits
    private static let lastDay = 1 << dayBits - 1

    /// Nil for days before 1970 and for series that have no key, from 1,048,576 on, which nobody makes any more: see
    /// `ModelCapacity`.
    package static func chunk(_ day: UTCDay, series: Int) -> Int? {
        guard (0...lastDay).contains(day.index), (0..<1 << seriesBits).contains(series) else { return nil }
        return day.index << seriesBits | series
    }

    /// The keys that the chunks of some series may have on a day; nil where they have none.
    package static func chunks(_ day: UTCDay, series: Range<Int>) -> ClosedRange<Int>? {
        let ids = series.clamped(to: 0..<1 << seriesBits)
        guard let first = ids.first.flatMap({ chunk(day, series: $0) }) else { return nil }
        return first...(first + ids.count - 1)
    }

    /// The keys that the chunks of some days may have, whatever their source; nil where they have none.
    package static func chunks(_ days: ClosedRange<UTCDay>) -> ClosedRange<Int>? {
        let (first, last) = (max(days.lowerBound.index, 0), min(days.upperBound.index, lastDay))
        guard first <= last else { return nil }
        return (first << seriesBits)...(last << seriesBits | seriesMask)
    }

    /// The bits of a chunk's key that are its series.
    package static let seriesMask = 1 << seriesBits - 1

    package static func series(ofChunk key: Int) -> Int { key & seriesMask }

    package static func day(ofChunk key: Int) -> UTCDay { UTCDay(index: key >> seriesBits) }

    /// Nil for days before 1970.
    package static func coverage(_ day: UTCDay, source: Int) -> Int? {
        (0...lastDay).contains(day.index) ? source << dayBits | day.index : nil
    }

    /// The days that a range of windows touches; nil where they have no key.
    static func days(of windows: ClosedRange<Window>) -> ClosedRange<UTCDay>? {
        guard windows.upperBound.index >= 1 else { return nil }
        let first = UTCDay(holding: Window(index: max(windows.lowerBound.index, 1)))
        let last = UTCDay(holding: windows.upperBound)
        return first.index > lastDay ? nil : first...UTCDay(index: min(last.index, lastDay))
    }

    /// The keys of some days; nil where they have none.
    package static func coverages(source: Int, days: ClosedRange<UTCDay>) -> ClosedRange<Int>? {
        let (first, last) = (max(days.lowerBound.index, 0), min(days.upperBound.index, lastDay))
        return first > last ? nil : (source << dayBits | first)...(source << dayBits | last)
    }

    /// All that have a key.
    static let allDays = UTCDay(index: 0)...UTCDay(index: lastDay)

    /// All days of a source.
    package static func coverages(source: Int) -> ClosedRange<Int> {
        (source << dayBits)...(source << dayBits | lastDay)
    }

    package static func day(ofCoverage key: Int) -> UTCDay { UTCDay(index: key & lastDay) }
}
