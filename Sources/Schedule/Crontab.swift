/// The text of a crontab, of which a block between two marks is ours. Every other byte stays as it is.
package struct Crontab: Hashable, Sendable {
    package private(set) var text: String

    package static let begin = "# BEGIN metricsctl"
    package static let end = "# END metricsctl"

    private static let heading = """
        # Collects every five minutes. A collection that went well prints nothing; what goes wrong is appended to the log, with
        # a line for the hint. `metricsctl schedule` writes these lines; other settings of yours between the marks stay.
        """

    package init(_ text: String) { self.text = text }

    /// Our block with its marks; nil where there is none.
    package var block: String? {
        get throws(ScheduleError) { try range().map { String(text[$0]) } }
    }

    /// The lines of our block that collect.
    package var lines: [CrontabLine] {
        get throws(ScheduleError) { try (block ?? "").split(separator: "\n").compactMap { CrontabLine($0) } }
    }

    /// Puts a line into our block, in place of the one of the same source. Makes the block at the end where there is none.
    package mutating func install(_ line: CrontabLine) throws(ScheduleError) {
        guard let new = line.text else { throw .unwritable(line.job.arguments.joined(separator: " ")) }
        guard let range = try range() else {
            if !text.isEmpty, !text.hasSuffix("\n") { text += "\n" }
            text += [Self.begin, Self.heading, new, Self.end, ""].joined(separator: "\n")
            return
        }
        var lines = text[range].split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
        let same = lines.indices.filter { CrontabLine(lines[$0])?.job.source == line.job.source }
        // The mark of the end has a line break behind it: the last piece is empty.
        let place = same.first ?? lines.lastIndex(of: Self.end) ?? lines.endIndex
        for index in same.reversed() { lines.remove(at: index) }
        lines.insert(new, at: place)
        text.replaceSubrange(range, with: lines.joined(separator: "\n"))
    }

    /// Takes the lines of a source out of our block, or all (nil); the block goes with its last line.
    package mutating func remove(_ source: ScheduledSource?) throws(ScheduleError) {
        guard let range = try range() else { return }
        let lines = text[range].split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
        let kept = lines.filter { line in
            guard let job = CrontabLine(line)?.job else { return true }
            return source.map { $0 != job.source } ?? false
        }
        let isEmpty = kept.allSatisfy { CrontabLine($0) == nil }
        text.replaceSubrange(range, with: isEmpty ? "" : kept.joined(separator: "\n"))
    }

    /// From the begin mark to the end mark's line break.
    private func range() throws(ScheduleError) -> Range<String.Index>? {
        guard let begin = place(of: Self.begin, from: text.startIndex) else {
            if place(of: Self.end, from: text.startIndex) != nil { throw .brokenMarks }
            return nil
        }
        guard let end = place(of: Self.end, from: begin.upperBound),
            place(of: Self.begin, from: begin.upperBound) == nil
        else { throw .brokenMarks }
        return begin.lowerBound..<end.upperBound
    }

    /// A whole line, with its line break.
    private func place(of line: String, from start: String.Index) -> Range<String.Index>? {
        var start = start
        while start < text.endIndex {
            let end = text[start...].firstIndex(of: "\n") ?? text.endIndex
            let next = end < text.endIndex ? text.index(after: end) : end
            if text[start..<end] == line { return start..<next }
            start = next
        }
        return nil
    }
}
