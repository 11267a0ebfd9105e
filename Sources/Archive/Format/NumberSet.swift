import Support

/// Whole numbers from 0, kept as stretches of neighbours: what an archive counts up mostly has no gaps.
struct NumberSet: Equatable {
    /// Ascending; no two of them touch.
    private(set) var stretches: [Range<Int>] = []

    init() {}

    /// Of very many numbers in any order, too.
    init(_ numbers: some Sequence<Int>) { insert(numbers.sorted()) }

    /// Reads what `write` has written of so many stretches, or until nothing is left. No number is `limit` or greater.
    init(_ reader: inout ByteReader, stretches count: Int? = nil, below limit: Int = .max) throws(BodyError) {
        try Self.read(&reader, count: count, below: limit, into: &stretches)
    }

    /// The same, behind other stretches.
    static func read(
        _ reader: inout ByteReader, count: Int?, below limit: Int = .max, into stretches: inout [Range<Int>]
    ) throws(BodyError) {
        var (read, end) = (0, 0)
        while count.map({ read < $0 }) ?? (reader.remaining > 0) {
            let (first, isTooFar) = end.addingReportingOverflow(try reader.number())
            let (next, isTooLong) = first.addingReportingOverflow(try reader.number())
            guard !isTooFar, !isTooLong, next > first, next <= limit, read == 0 || first > end else {
                throw .malformed
            }
            stretches.append(first..<next)
            (read, end) = (read + 1, next)
        }
    }

    /// For every stretch how many numbers lie between the end of the one before (or 0) and it, and how many it has.
    func write(to writer: inout ByteWriter) { Self.write(stretches[...], to: &writer) }

    static func write(_ stretches: ArraySlice<Range<Int>>, to writer: inout ByteWriter) {
        var end = 0
        for stretch in stretches {
            writer.number(stretch.lowerBound - end)
            writer.number(stretch.count)
            end = stretch.upperBound
        }
    }

    var isEmpty: Bool { stretches.isEmpty }

    func contains(_ number: Int) -> Bool {
        let place = firstEnding(from: number)
        return stretches[place...].prefix(2).contains { $0.contains(number) }
    }

    /// Leaves out what is no number from 0, or the greatest of all.
    mutating func insert(_ number: Int) {
        guard number >= 0, number < .max else { return }
        // The first one that holds it, or that it touches, or that comes after it.
        let place = firstEnding(from: number)
        guard place < stretches.count, stretches[place].lowerBound <= number + 1 else {
            return stretches.insert(number..<number + 1, at: place)
        }
        let (old, next) = (stretches[place], place + 1)
        stretches[place] = min(old.lowerBound, number)..<max(old.upperBound, number + 1)
        if next < stretches.count, stretches[next].lowerBound == stretches[place].upperBound {
            stretches[place] = stretches[place].lowerBound..<stretches.remove(at: next).upperBound
        }
    }

    mutating func insert(_ numbers: some Sequence<Int>) {
        for number in numbers { insert(number) }
    }

    mutating func remove(_ numbers: Range<Int>) {
        stretches = stretches.flatMap { stretch -> [Range<Int>] in
            guard stretch.overlaps(numbers) else { return [stretch] }
            return [
                stretch.lowerBound..<max(stretch.lowerBound, numbers.lowerBound),
                min(stretch.upperBound, numbers.upperBound)..<stretch.upperBound,
            ].filter { !$0.isEmpty }
        }
    }

    func subtracting(_ other: NumberSet) -> NumberSet {
        var result = NumberSet()
        var next = 0
        for stretch in stretches {
            var first = stretch.lowerBound
            while next < other.stretches.count, other.stretches[next].upperBound <= first { next += 1 }
            var place = next
            while place < other.stretches.count, other.stretches[place].lowerBound < stretch.upperBound {
                let hole = other.stretches[place]
                if first < hole.lowerBound { result.stretches.append(first..<hole.lowerBound) }
                first = hole.upperBound
                place += 1
            }
            if first < stretch.upperBound { result.stretches.append(first..<stretch.upperBound) }
        }
        return result
    }

    /// What of the first stretch, or of the last one, lies before a number, or after it; nil where nothing does.
    func stretch(beyond number: Int?, last isLast: Bool) -> Range<Int>? {
        guard let stretch = isLast ? stretches.last : stretches.first else { return nil }
        guard let number else { return stretch }
        let beyond =
            isLast
            ? max(stretch.lowerBound, number + 1)..<max(stretch.upperBound, number + 1)
            : min(stretch.lowerBound, number)..<min(stretch.upperBound, number)
        return beyond.isEmpty ? nil : beyond
    }

    func intersects(_ numbers: Range<Int>) -> Bool { stretches.contains { $0.overlaps(numbers) } }

    /// Whether some stretches have a number of others. All are ascending, and none of them empty.
    static func intersects(_ stretches: ArraySlice<Range<Int>>, _ others: [Range<Int>]) -> Bool {
        stretches.contains { stretch in
            let place = others.partitioningIndex { $0.upperBound > stretch.lowerBound }
            return place < others.count && others[place].lowerBound < stretch.upperBound
        }
    }

    /// The stretches of numbers that it has not, ascending.
    var gaps: [Range<Int>] {
        zip([0] + stretches.map(\.upperBound), stretches.map(\.lowerBound) + [.max]).map { $0..<$1 }
            .filter { !$0.isEmpty }
    }

    /// The place of the first stretch that ends at `end` or after it.
    private func firstEnding(from end: Int) -> Int { stretches.partitioningIndex { $0.upperBound >= end } }
}
