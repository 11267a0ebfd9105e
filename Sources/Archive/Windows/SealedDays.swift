import Latency
import Support

/// Sealed days one after the other, some of them read ahead: while another thread takes the chunks of some days apart, which is
/// most of the work, this one reads the next days.
struct SealedDays {
    private let reader: SealedDayReader
    private let range: ClosedRange<Window>
    private let stepEnd: ((Window) -> Window)?
    private let layouts: [Int: BucketLayout]
    /// Those that are not read yet, the next one first.
    private var left: ArraySlice<(UTCDay, Coverage)>
    /// Days that are read, and days whose chunks are taken apart.
    private var ahead: [SealedDayReader.Rows] = []
    private var ready: ArraySlice<Taken> = []
    private var helper: Helper?
    /// Room that chunks were read into and that the next ones may take.
    private var spare: [[UInt8]] = []
    /// Many look for something that the first day has: nothing is read ahead of it.
    private var isFirst = true

    private typealias Taken = (rows: SealedDayReader.Rows, values: [Result<DayAggregator.Series, BodyError>])

    /// Days are read together until they have so many chunks, or as many values come of these.
    private static let (chunks, values) = (64, 1 << 14)
    /// Fewer chunks are not worth a thread.
    private static let fewest = 16

    /// - Parameter parts: in the order in which they are wanted.
    init(
        _ reader: SealedDayReader, _ parts: [Archive.StoredPart], in range: ClosedRange<Window>,
        stepEnd: ((Window) -> Window)?, _ layouts: [Int: BucketLayout]
    ) {
        (self.reader, self.range, self.stepEnd, self.layouts) = (reader, range, stepEnd, layouts)
        let sealed = parts.compactMap { part -> (UTCDay, Coverage)? in
            if case .sealed(let day, let coverage) = part { (day, coverage) } else { nil }
        }
        left = sealed[...]
    }

    /// The next day; nil behind the last one. Damage is noted.
    mutating func next() throws(ArchiveError) -> DayAggregator? {
        if ready.isEmpty { readyMore() }
        return try ready.popFirst().map { (day) throws(ArchiveError) in try reader.filled(day.rows, with: day.values) }
    }

    private mutating func readyMore() {
        var days = ahead.isEmpty ? read() : ahead
        ahead = []
        let values = takeApart(days)
        for day in days.indices { spare.append(days[day].takeBytes()) }
        var rest = values[...]
        ready =
            days.map { rows in
                defer { rest = rest.dropFirst(rows.chunks.count) }
                return (rows, rest.prefix(rows.chunks.count).compactMap(\.self))
            }[...]
    }

    /// What the chunks of some days have, one after the other; meanwhile the next days are read.
    private mutating func takeApart(
        _ days: [SealedDayReader.Rows]
    ) -> [Result<DayAggregator.Series, BodyError>?] {
        let chunks = days.enumerated().flatMap { day, rows in rows.chunks.map { (day: day, row: $0) } }
        var values = [Result<DayAggregator.Series, BodyError>?](repeating: nil, count: chunks.count)
        let isOfFirst = isFirst
        isFirst = false
        if chunks.count >= Self.fewest, helper == nil { helper = Helper() }
        let helper = chunks.count >= Self.fewest ? helper : nil
        ahead = values.withUnsafeMutableBufferPointer { values in
            // Every chunk has a place of its own.
            nonisolated(unsafe) let values = values
            let take: @Sendable (Int) -> Void = { [layouts] chunk in
                let (day, row) = chunks[chunk]
                values[chunk] = days[day].taken(row, layouts)
            }
            if let helper { return helper.beside(chunks.count, take) { isOfFirst ? [] : read() } }
            for chunk in chunks.indices { take(chunk) }
            return []
        }
        return values
    }

    /// Some of the days that are left.
    private mutating func read() -> [SealedDayReader.Rows] {
        var days: [SealedDayReader.Rows] = []
        var (chunks, values) = (0, 0)
        while chunks < Self.chunks, values < Self.values, let (day, coverage) = left.popFirst() {
            let rows = reader.rows(of: day, coverage, in: range, stepEnd: stepEnd, into: spare.popLast() ?? [])
            days.append(rows)
            chunks += rows.chunks.count
            values += rows.chunks.count * rows.plan.count
            if rows.failure != nil || isFirst { break }
        }
        return days
    }
}
