/// The lines of a stream that are messages, one by one; empty ones are none.
struct MessageLines {
    enum Line: Equatable {
        case message([UInt8])
        /// It was longer than `mostBytes`, and was passed over.
        case tooLong
    }

    /// A question has some hundred bytes.
    static let mostBytes = 256 << 10

    /// Fills the bytes from their beginning; returns how many there are, 0 at the end.
    private let read: (UnsafeMutableRawBufferPointer) -> Int
    private var rest: ArraySlice<UInt8> = []
    private var hasEnded = false

    init(read: @escaping (UnsafeMutableRawBufferPointer) -> Int) { self.read = read }

    /// nil at the end. What stands behind the last line's end is a message, too.
    mutating func next() -> Line? {
        var line: [UInt8] = []
        var isTooLong = false
        while true {
            if rest.isEmpty { readMore() }
            let end = rest.firstIndex(of: UInt8(ascii: "\n"))
            let piece = rest[..<(end ?? rest.endIndex)]
            if line.count + piece.count > Self.mostBytes { isTooLong = true }
            if isTooLong { line = [] } else { line += piece }
            rest = end.map { rest[($0 + 1)...] } ?? []
            guard end != nil || hasEnded else { continue }
            if isTooLong { return .tooLong }
            if line.contains(where: { ![0x20, 0x09, 0x0D].contains($0) }) { return .message(line) }
            if end == nil { return nil }
        }
    }

    private mutating func readMore() {
        guard !hasEnded else { return }
        let bytes = [UInt8](unsafeUninitializedCapacity: 64 << 10) { buffer, count in
            count = read(UnsafeMutableRawBufferPointer(buffer))
        }
        hasEnded = bytes.isEmpty
        rest = bytes[...]
    }
}
