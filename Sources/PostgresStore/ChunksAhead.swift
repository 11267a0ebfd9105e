import Archive
import Latency

/// Sealed days that were read ahead, as questions go from day to day: some at first, then twice as many each time.
struct ChunksAhead {
    /// Whose they are; days and stretches of series that were asked for.
    private var source = 0
    private var days = 0..<0
    private var series: [Range<Int>] = []
    private var rows: Rows?
    /// The place of a day's first row, in the order of days.
    private var starts: [Int: Int] = [:]
    private var bytes = 0

    /// How many bytes are read ahead at most, by what the days before had, and how many days.
    private static let (maximumBytes, maximumDays) = (4 << 20, 64)
    /// How many bytes are read at first, and what a chunk has if there are many requests.
    private static let (firstBytes, usualBytes) = (256 << 10, 3000)

    /// The rows of a day, where they are known: of all series that were asked for.
    func rows(of day: UTCDay, _ source: Int, _ series: [Range<Int>]) -> (Rows, Range<Int>)? {
        guard let rows, source == self.source, days.contains(day.index), series.allSatisfy(has) else { return nil }
        guard let start = starts[day.index] else { return (rows, 0..<0) }
        var end = start
        while end < rows.count, rows.integer(end, 0) == day.index { end += 1 }
        return (rows, start..<end)
    }

    private func has(_ asked: Range<Int>) -> Bool {
        series.contains { $0.lowerBound <= asked.lowerBound && asked.upperBound <= $0.upperBound }
    }

    /// The days that are to be asked for with a day: at first as many as have about as many bytes as a page of any table.
    func next(after day: UTCDay, _ source: Int, _ series: [Range<Int>]) -> Range<Int> {
        guard source == self.source, day.index == days.upperBound, !days.isEmpty else {
            let some = Self.firstBytes / (Self.usualBytes * series.reduce(1) { $0 + $1.count })
            return day.index..<day.index + min(max(some, 1), Self.maximumDays)
        }
        let affordable = max(1, Self.maximumBytes / max(1, bytes / days.count))
        return day.index..<day.index + min(2 * days.count, affordable, Self.maximumDays)
    }

    mutating func keep(_ rows: Rows, of days: Range<Int>, _ source: Int, _ series: [Range<Int>]) {
        (self.rows, self.days, self.source, self.series) = (rows, days, source, series)
        (starts, bytes) = ([:], 0)
        for row in 0..<rows.count {
            bytes += rows.bytes(row, 2).count
            let day = rows.integer(row, 0)
            if starts[day] == nil { starts[day] = row }
        }
    }
}

extension PostgresStore {
    package func chunks(
        of source: Int, _ day: UTCDay, series: [Range<Int>],
        _ body: (Place, UnsafeRawBufferPointer) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        let asked = series.filter { !$0.isEmpty }
        guard !asked.isEmpty else { return }
        let known = ahead.rows(of: day, source, asked)
        let (rows, range): (Rows, Range<Int>) = if let known { known } else { try read(day, of: source, asked) }
        for row in range {
            let id = rows.integer(row, 1)
            guard asked.contains(where: { $0.contains(id) }), let place = Self.place(day.index, series: id) else {
                continue
            }
            try body(place, rows.bytes(row, 2))
        }
    }

    /// Only a read sees the same later on. A look into the index for each day and each stretch of series, however many others
    /// there are.
    private func read(
        _ day: UTCDay, of source: Int, _ series: [Range<Int>]
    ) throws(ArchiveError) -> (Rows, Range<Int>) {
        let isReading = current?.kind == .reading
        let days = isReading ? ahead.next(after: day, source, series) : day.index..<day.index + 1
        let rows = try ask(
            """
            SELECT d.day, c.series, c.body FROM generate_series($2::int8, $3::int8 - 1) AS d(day)
            CROSS JOIN unnest($4::int8[], $5::int8[]) AS s(first, last)
            CROSS JOIN LATERAL (
                SELECT series, body FROM metricsctl.chunk
                WHERE source = $1 AND day = d.day AND series BETWEEN s.first AND s.last OFFSET 0
            ) AS c ORDER BY d.day, c.series
            """, .integer(source), .integer(days.lowerBound), .integer(days.upperBound),
            .integers(series.map(\.lowerBound)), .integers(series.map { $0.upperBound - 1 }))
        if !isReading { return (rows, 0..<rows.count) }
        ahead.keep(rows, of: days, source, series)
        return ahead.rows(of: day, source, series) ?? (rows, 0..<0)
    }
}
