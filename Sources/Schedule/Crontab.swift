import Latency

/// The bytes of a crontab, of which a block between two marks is ours. Every other one stays as it is, whatever encoding the
/// lines of others are in.
package struct Crontab: Hashable, Sendable {
    package private(set) var bytes: [UInt8]

    package static let begin = "# BEGIN metricsctl"
    package static let end = "# END metricsctl"

    private static let heading = """
        # Collects every five minutes. A collection that went well prints nothing; what goes wrong is appended to the log, with
        # a line for the hint. `metricsctl schedule` writes these lines; other settings of yours between the marks stay.
        """

    private static let lineFeed = UInt8(ascii: "\n")

    init(bytes: [UInt8]) { self.bytes = bytes }

    init(_ text: String) { self.init(bytes: Array(text.utf8)) }

    /// For people: what is not UTF-8 is shown as U+FFFD.
    package var text: String { Self.text(bytes[...]) }

    /// Our block with its marks; nil where there is none.
    package var block: String? {
        get throws(ScheduleError) { try range().map { Self.text(bytes[$0]) } }
    }

    /// The lines of our block that collect.
    package var lines: [CrontabLine] {
        get throws(ScheduleError) { try range().map { lines(in: $0) }?.compactMap(Self.line) ?? [] }
    }

    /// Puts a line into our block, in place of the one of the same source. Makes the block at the end where there is none.
    package mutating func install(_ line: CrontabLine) throws(ScheduleError) {
        guard let new = line.text else { throw .unwritable(line.job.arguments.joined(separator: " ")) }
        try requireText()
        guard let range = try range() else {
            if let last = bytes.last, last != Self.lineFeed { bytes.append(Self.lineFeed) }
            bytes += [Self.begin, Self.heading, new, Self.end, ""].joined(separator: "\n").utf8
            return
        }
        var lines = lines(in: range)
        let same = lines.indices.filter { Self.line(lines[$0])?.job.source == line.job.source }
        // The mark of the end has a line break behind it: the last piece is empty.
        let place = same.first ?? lines.lastIndex { $0.elementsEqual(Self.end.utf8) } ?? lines.endIndex
        for index in same.reversed() { lines.remove(at: index) }
        lines.insert(Array(new.utf8)[...], at: place)
        bytes.replaceSubrange(range, with: Array(lines.joined(separator: [Self.lineFeed])))
    }

    /// Takes the lines of some sources out of our block, or all (nil); the block goes with its last line.
    package mutating func remove(_ sources: [SourceID]?) throws(ScheduleError) {
        guard let range = try range() else { return }
        try requireText()
        let kept = lines(in: range).filter { line in
            guard let job = Self.line(line)?.job else { return true }
            return sources.map { !$0.contains(job.source) } ?? false
        }
        let isEmpty = kept.allSatisfy { Self.line($0) == nil }
        bytes.replaceSubrange(range, with: isEmpty ? [] : Array(kept.joined(separator: [Self.lineFeed])))
    }

    /// `crontab` and cron take a zero byte for the end of a line or of the file: nobody knows what they would keep.
    private func requireText() throws(ScheduleError) {
        guard let zero = bytes.firstIndex(of: 0) else { return }
        throw .zeroByte(line: bytes[..<zero].count { $0 == Self.lineFeed } + 1)
    }

    private func lines(in range: Range<Int>) -> [ArraySlice<UInt8>] {
        bytes[range].split(separator: Self.lineFeed, omittingEmptySubsequences: false)
    }

    private static func line(_ bytes: ArraySlice<UInt8>) -> CrontabLine? { CrontabLine(text(bytes)) }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

    /// From the begin mark to the end mark's line break.
    private func range() throws(ScheduleError) -> Range<Int>? {
        guard let begin = place(of: Self.begin, from: bytes.startIndex) else {
            if place(of: Self.end, from: bytes.startIndex) != nil { throw .brokenMarks }
            return nil
        }
        guard let end = place(of: Self.end, from: begin.upperBound),
            place(of: Self.begin, from: begin.upperBound) == nil
        else { throw .brokenMarks }
        return begin.lowerBound..<end.upperBound
    }

    /// A whole line, with its line break.
    private func place(of line: String, from start: Int) -> Range<Int>? {
        var start = start
        while start < bytes.endIndex {
            let end = bytes[start...].firstIndex(of: Self.lineFeed) ?? bytes.endIndex
            let next = min(end + 1, bytes.endIndex)
            if bytes[start..<end].elementsEqual(line.utf8) { return start..<next }
            start = next
        }
        return nil
    }
}
