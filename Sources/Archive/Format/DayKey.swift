import Latency

/// The keys of sealed days: `day << 20 | series` for a chunk, so that a day's chunks lie together, and
/// `source << 40 | day` for a coverage, so that a source's days are one range in the order of time.
enum DayKey {
    private static let seriesBits = 20
    private static let dayBits = 40
    /// What the key of a coverage, and that of a hot row, begins with is the source: how far it is shifted.
    static let sourceShift = dayBits
    private static let lastDay = 1 << dayBits - 1

    /// Nil for days before 1970 and for series that have no key, from 1,048,576 on: their days stay hot.
    static func chunk(_ day: UTCDay, series: Int) -> Int? {
        guard (0...lastDay).contains(day.index), (0..<1 << seriesBits).contains(series) else { return nil }
        return day.index << seriesBits | series
    }

    /// The keys that the chunks of a day may have, whatever their source.
    static func chunks(_ day: UTCDay) -> ClosedRange<Int> {
        (day.index << seriesBits)...(day.index << seriesBits | (1 << seriesBits - 1))
    }

    /// The bits of a chunk's key that are its series.
    static let seriesMask = 1 << seriesBits - 1

    static func series(ofChunk key: Int) -> Int { key & seriesMask }

    static func day(ofChunk key: Int) -> UTCDay { UTCDay(index: key >> seriesBits) }

    /// Nil for days before 1970.
    static func coverage(_ day: UTCDay, source: Int) -> Int? {
        (0...lastDay).contains(day.index) ? source << dayBits | day.index : nil
    }

    /// The days that a range of windows touches; nil where they have no key.
    static func coverages(source: Int, windows: ClosedRange<Window>) -> ClosedRange<Int>? {
        guard windows.upperBound.index >= 1 else { return nil }
        let first = UTCDay(holding: Window(index: max(windows.lowerBound.index, 1))).index
        let last = UTCDay(holding: windows.upperBound).index
        return first > lastDay ? nil : (source << dayBits | first)...(source << dayBits | min(last, lastDay))
    }

    /// All days of a source.
    static func coverages(source: Int) -> ClosedRange<Int> { (source << dayBits)...(source << dayBits | lastDay) }

    static func day(ofCoverage key: Int) -> UTCDay { UTCDay(index: key & lastDay) }
}
