import Latency

@testable import Archive
@testable import SQLiteStore

/// A sealed day that no writer makes: with data in windows 3 and 4 of its first hour, whose totals need not be theirs, in
/// layout 1.
enum CraftedChunk {
    /// - Parameters:
    ///   - day: of the whole day, where it is not what the hour has.
    ///   - windows: writes what follows the hours in the stream.
    static func bytes(
        totals: ModelWindow, ofDay day: ModelWindow? = nil, _ windows: (inout NumberWriter) -> Void
    ) throws -> [UInt8] {
        let states = ModelDay(slots: (0..<UTCDay.windows).map { (3...4).contains($0) ? totals : nil })
        let whole = day ?? totals
        let total = ModelDay.Total(quality: whole.quality, histogram: whole.histogram)
        let header = try ChunkHeader.encode(states, kind: Chunk.kindWindows, total) { _ in 1 }
        var hours = ChunkHours(
            coder: NumberWriter(after: header),
            day: ModelDay(slots: (0..<UTCDay.hours).map { $0 == 0 ? totals : nil }),
            hoursWithSum: ChunkHeader.Run.hoursWithSum(ChunkHeader.Run.runs(of: states.states)))
        try hours.run()
        var coder = hours.coder
        windows(&coder)
        var writer = ByteWriter(coder.finished())
        writer.checksum()
        return writer.bytes
    }
}
