import Latency

/// The stored form of one sealed day of one model: the `body` of a `chunk` row.
///
///     chunk    = version, kind, layouts, run*, totals, stream, checksum
///     version  = one byte, 2; chunks of version 1 have no totals, and are else the same
///     kind     = one byte: 0 the hours and their windows, 1 the hours alone
///     layouts  = n, n ids                ascending by their bounds, compared one by one
///     run      = length, state           so many neighbouring slots that are alike; runs follow until all slots of the
///                                        day are described: 288 windows, or for kind 1 its 24 hours
///     state    = flags, [n, n places]    one byte: 0 for no data; else 8, plus 4 where the sum of latencies is known,
///                                        plus the quality (0 exact, 1 spanned, 2 reset, 3 partial); then which layouts
///                                        the slot has, as places in `layouts` from 0, ascending
///     totals   = counts*, known, [sum]   of the whole day: per layout one count per bucket, then one byte, 1 where the sum
///                                        of latencies follows, signed, and 0 where it isn't known or beyond 63 bits
///     stream   = bits, highest first, the last byte filled up with zeros: the hours, then the windows
///     checksum = CRC-32 of everything before it (see `CRC32`), four bytes, little-endian
///
/// The numbers before the stream are unsigned LEB128 (see `ByteReader.number`, and `zigzag` for the signed one). Days, hours
/// and slots are those of `UTCDay`. A slot's data is, per layout it has, one count per bucket, and its sum of latencies in
/// microseconds. An hour has data where one of its windows has; it then has their layouts, their worst quality, and its sum is
/// known where all of theirs are. So has the day.
///
/// The stream's numbers are written in two ways (see `NumberCoder`): `whole` ones and, where something is known already,
/// residuals as Rice codes, whose parameter follows the running mean of the residuals before (`ResidualMean`). A count's
/// residual is `Residual.fold` of count and prediction; that of a sum is the difference modulo 2^64, its sign in the
/// lowest bit. `/` rounds towards zero.
///
/// *The hours*, layout by layout, of those hours that have the layout: one bit, 1 where a count is not zero, and then
/// the counts, each the sum of its hour's windows. In the first such hour they are whole; a count's prediction is then
/// itself, its mean 2^(digits / 2), of its number of binary digits. In every later one they are residuals; the prediction
/// moves halfway to the count, and the mean is told the residual. Then the sums of latency of those hours in which some
/// window's is known (of kind 1 the hour's), being the sum of the known ones. Up to and including the first hour with
/// requests they are whole (as the residual to 0), and an eighth of the last whole one is the first mean; the others are
/// residuals to `s * requests / r`, `s` and `r` the sum and the requests of the hour before that had requests.
///
/// *The windows.* First one bit for each window with data, in hours with requests: whether it has some. Then the counts,
/// layout by layout, hour by hour, window by window: only of windows that have the layout and requests, and only of
/// buckets of which something remains of the hour's count. Each is a residual to what remains divided by the number of
/// such windows that are left in the hour, rounded to the nearest, halves up; the hour's last such window has no counts
/// of its own, but all that remains. A bucket's mean is, before its first residual, 2^(digits / 2) of the prediction.
/// Then the sums, hour by hour, where they are known: for each window without requests one bit, and where it is 1 the
/// sum, whole (as the residual to 0); then for each window with requests but the hour's last the residual to
/// `rest * own / requests`, of what remains of the hour's sum, the window's requests and the requests of the hour's
/// windows from this one on that count; the first of the day whole, being the first mean; the last has what remains.
///
/// Why so: what is left of the hour predicts a window better than the windows before it do, knowing what comes; an empty
/// bucket costs nothing; and the totals, which most questions are answered from, cost nearly nothing beside the windows. Those of the
/// day are no part of the stream, so that weeks and months need none of it.
struct Chunk {
    static let version: UInt8 = 2
    static let versionWithoutTotals: UInt8 = 1
    static let kindWindows: UInt8 = 0
    static let kindHours: UInt8 = 1
    static let hasData: UInt8 = 8
    static let sumIsKnown: UInt8 = 4

    /// Whether there are windows, not the 24 hours alone.
    let hasWindows: Bool

    private let header: ChunkHeader

    /// Reads what comes before the stream, of bytes that may be damaged, of which it accepts none whose checksum is wrong; `mark`
    /// is that of their place. The bytes must outlive it.
    init(_ bytes: UnsafeRawBufferPointer, layouts: [Int: BucketLayout], mark: UInt32 = 0) throws(BodyError) {
        header = try ChunkHeader(bytes, layouts: layouts, mark: mark)
        hasWindows = header.slots == UTCDay.windows
    }

    /// All of the day as one; nil without any data.
    func total() throws(BodyError) -> ModelDay.Total? {
        if let totals = header.totals { return totals.total(of: header) }
        return try hours().total(0..<UTCDay.hours)
    }

    /// The 24 hours.
    func hours() throws(BodyError) -> ModelDay { try readHours().day }

    /// The 24 hours and the windows, of which there may be none.
    func hoursAndWindows() throws(BodyError) -> (hours: ModelDay, windows: ModelDay?) {
        let read = try readHours()
        guard hasWindows else { return (read.day, nil) }
        var windows = ChunkWindows(
            coder: read.coder, day: ModelDay(layouts: header.layouts, states: header.states), hours: read.day)
        try windows.run()
        if windows.coder.reader.isOverrun { throw .truncated }
        guard windows.coder.reader.isFinished else { throw .malformed }
        return (read.day, windows.day)
    }

    /// With where the windows begin.
    private func readHours() throws(BodyError) -> ChunkHours<NumberReader> {
        // What is asked is mostly told by the hours: the states of 288 windows are put together for those who want them.
        let empty = ModelDay(
            layouts: header.layouts, states: hasWindows ? SlotStates(hoursOf: header.runs) : header.states)
        var hours = ChunkHours(
            coder: NumberReader(header.stream), day: empty, hoursWithSum: header.hoursWithSum)
        try hours.run()
        if hours.coder.reader.isOverrun { throw .truncated }
        guard hours.day.isCountable, hasWindows || hours.coder.reader.isFinished else { throw .malformed }
        return hours
    }

    /// The stored form of a day of 288 windows; nil where its requests or its sums can't be counted in 63 bits. `layout`
    /// gives the ids, made by the archive where they are new.
    static func encode(
        windows day: ModelDay, layout: (BucketLayout) throws(ArchiveError) -> Int
    ) throws(ArchiveError) -> [UInt8]? {
        guard let hours = day.hours() else { return nil }
        let header = try ChunkHeader.encode(day, kind: kindWindows, hours.total(0..<UTCDay.hours), layout: layout)
        let hoursWithSum = ChunkHeader.Run.hoursWithSum(ChunkHeader.Run.runs(of: day.states))
        var first = ChunkHours(coder: NumberWriter(after: header), day: hours, hoursWithSum: hoursWithSum)
        do {
            try first.run()
            var second = ChunkWindows(coder: first.coder, day: day, hours: hours)
            try second.run()
            return sealed(second.coder.finished())
        } catch {
            // Only what is read can be malformed.
            return nil
        }
    }

    /// The stored form of a day of 24 hours; nil where its requests can't be counted in 63 bits.
    static func encode(
        hours day: ModelDay, layout: (BucketLayout) throws(ArchiveError) -> Int
    ) throws(ArchiveError) -> [UInt8]? {
        guard day.isCountable else { return nil }
        let header = try ChunkHeader.encode(day, kind: kindHours, day.total(0..<UTCDay.hours), layout: layout)
        let hoursWithSum = day.states.mask(0..<UTCDay.hours, \.sumIsKnown)
        var hours = ChunkHours(coder: NumberWriter(after: header), day: day, hoursWithSum: hoursWithSum)
        do { try hours.run() } catch { return nil }
        return sealed(hours.coder.finished())
    }

    private static func sealed(_ bytes: [UInt8]) -> [UInt8] {
        var writer = ByteWriter(bytes)
        writer.checksum()
        return writer.bytes
    }
}

extension ModelDay {
    /// Whether all counts together are below 2^63, so that whoever adds some of them need not look.
    fileprivate var isCountable: Bool {
        // Nearly always all are far below: so few numbers can't come to more then.
        let digits = counts.reduce(0) { $1.reduce($0, |) }
        if digits >> 32 == 0 { return true }
        var total = 0
        for counts in counts {
            for count in counts {
                let (sum, overflow) = total.addingReportingOverflow(count)
                if overflow { return false }
                total = sum
            }
        }
        return true
    }
}
