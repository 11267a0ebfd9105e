import Archive
import Latency

/// Hot windows of very many series, of which a few are asked for. PostgreSQL keeps a long value in pieces of 2 kB and reads
/// those alone that `substring` needs, as long as it isn't compressed.
extension PostgresStore {
    /// Hands the windows of a range to `body` until it returns false: of those that have parts only the parts that have some
    /// of the series.
    func parts(
        of source: Int, in range: ClosedRange<Int>, _ series: [Range<Int>], _ newestFirst: Bool,
        _ body: (_ window: Int, UnsafeRawBufferPointer) throws(ArchiveError) -> Bool
    ) throws(ArchiveError) {
        // All of one instant, also where it takes several round trips.
        try read(within: nil) { () throws(ArchiveError) in
            try recall(.windows(source))
            let found = memory.numbers(.windows(source), in: range)
            var rest = newestFirst ? found.reversed()[...] : found
            // Whoever looks for the newest window seldom needs more; and where parts lie is short, a day of it, too.
            var limit = newestFirst ? Self.fewWindows : UTCDay.windows
            while !rest.isEmpty {
                let some = rest.prefix(limit)
                rest = rest.dropFirst(limit)
                let bodies = try partial(Array(some), of: source, series)
                for window in some {
                    let known = bodies.has(window)
                    guard try known ? bodies.hand(window, to: body) : whole(window, of: source, body) else { return }
                }
                limit = Self.rows(of: bodies.bytes / some.count)
            }
        }
    }

    private static let fewWindows = 4

    /// A window that has no parts, or in which something is damaged: what, says the whole.
    private func whole(
        _ window: Int, of source: Int, _ body: (_ window: Int, UnsafeRawBufferPointer) throws(ArchiveError) -> Bool
    ) throws(ArchiveError) -> Bool {
        let rows = try page(.windows(source), of: source, from: window, to: window, 1)
        guard rows.count > 0 else { return true }
        let bytes = rows.bytes(0, 1)
        // Whoever writes reads the same windows again and again, for some series at a time.
        if case .writing? = current?.kind, current?.parts[source]?[window] == nil {
            current?.parts[source, default: [:]][window] = HotParts(
                of: bytes, at: Self.place(source, window: window))
        }
        return try body(window, bytes)
    }

    /// Bodies of some windows: those that are short, and the parts that are asked for.
    private func partial(
        _ windows: [Int], of source: Int, _ series: [Range<Int>]
    ) throws(ArchiveError) -> PartialBodies {
        var bodies = PartialBodies()
        try findParts(windows.filter { memory.body(.windows(source), $0) == nil }, of: source, &bodies)
        var pieces: [PartialBodies.Piece] = []
        for window in windows {
            if let kept = memory.body(.windows(source), window) { bodies.keep(window, kept.rows, kept.row, column: 1) }
            guard !bodies.has(window), let parts = current?.parts[source]?[window] else { continue }
            pieces += parts.ranges(of: series).map { PartialBodies.Piece(window: window, range: $0) }
        }
        let rows = pieces.isEmpty ? nil : try read(pieces, of: source)
        var next = 0
        for window in windows {
            guard !bodies.has(window), let parts = current?.parts[source]?[window] else { continue }
            var own: [(Range<Int>, UnsafeRawBufferPointer)] = []
            while let rows, next < pieces.count, pieces[next].window == window {
                own.append((pieces[next].range, rows.bytes(next, 0)))
                next += 1
            }
            if let body = parts.body(of: own) { bodies.keep(window, body) }
        }
        return bodies
    }

    /// Has the transaction know the parts of some windows. Those that have none come as they are, unless they are long:
    /// an earlier release has stored them.
    private func findParts(
        _ windows: [Int], of source: Int, _ bodies: inout PartialBodies
    ) throws(ArchiveError) {
        let unknown = windows.filter { current?.parts[source]?[$0] == nil }
        guard !unknown.isEmpty else { return }
        let rows = try ask(
            """
            SELECT win, parts, CASE WHEN parts IS NULL AND octet_length(body) < 16384 THEN body END, octet_length(body),
            substring(body FROM octet_length(body) - 3) FROM metricsctl.hot WHERE source = $1 AND win = ANY($2)
            """, .integer(source), .integers(unknown))
        for row in 0..<rows.count {
            let window = rows.integer(row, 0)
            // Of another body where an earlier release has stored it.
            let parts = HotParts(
                rows.bytes(row, 1), at: Self.place(source, window: window), bodyLength: rows.integer(row, 3),
                bodyEnd: rows.bytes(row, 4))
            if let parts {
                current?.parts[source, default: [:]][window] = parts
            } else if rows.optionalBytes(row, 2) != nil {
                bodies.keep(window, rows, row, column: 2)
            }
        }
    }

    private func read(_ pieces: [PartialBodies.Piece], of source: Int) throws(ArchiveError) -> Rows {
        let rows = try ask(
            """
            SELECT substring(h.body FROM p.first::int4 FOR p.length::int4)
            FROM unnest($2::int8[], $3::int8[], $4::int8[]) WITH ORDINALITY AS p(win, first, length, place)
            CROSS JOIN LATERAL (SELECT body FROM metricsctl.hot WHERE source = $1 AND win = p.win OFFSET 0) AS h
            ORDER BY p.place
            """, .integer(source), .integers(pieces.map(\.window)), .integers(pieces.map { $0.range.lowerBound + 1 }),
            .integers(pieces.map(\.range.count)))
        guard rows.count == pieces.count else { throw .failed(path: path, reason: "an answer is missing") }
        return rows
    }
}

/// Bodies of windows, in the rows that they came with or made anew.
private struct PartialBodies {
    struct Piece {
        let window: Int
        let range: Range<Int>
    }

    private var stored: [Int: (rows: Rows, row: Int, column: Int)] = [:]
    private var made: [Int: [UInt8]] = [:]
    /// How many all of them have.
    private(set) var bytes = 0

    func has(_ window: Int) -> Bool { stored[window] != nil || made[window] != nil }

    mutating func keep(_ window: Int, _ rows: Rows, _ row: Int, column: Int) {
        stored[window] = (rows, row, column)
        bytes += rows.bytes(row, column).count
    }

    mutating func keep(_ window: Int, _ body: [UInt8]) {
        made[window] = body
        bytes += body.count
    }

    /// What `body` makes of a window's.
    func hand(
        _ window: Int, to body: (Int, UnsafeRawBufferPointer) throws(ArchiveError) -> Bool
    ) throws(ArchiveError) -> Bool {
        if let (rows, row, column) = stored[window] { return try body(window, rows.bytes(row, column)) }
        guard let made = made[window] else { return true }
        // The standard library lets no typed error through.
        return try made.withUnsafeBytes { bytes in
            Result { () throws(ArchiveError) in try body(window, bytes) }
        }.get()
    }
}
