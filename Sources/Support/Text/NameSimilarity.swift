/// Finds the name that somebody meant.
package enum NameSimilarity {
    /// The name closest to a misspelt one: the one that begins with it, else the one it is a part of, else the one that the
    /// fewest edits lead to, where they are few for the name's length. nil where none is close.
    package static func closest(to text: String, among names: some Sequence<String>) -> String? {
        let wanted = scalars(text)
        guard !wanted.isEmpty else { return nil }
        let limit = wanted.count < 3 ? 0 : max(1, wanted.count / 4)
        var best: (name: String, distance: Int, isInside: Bool)?
        for name in names where !name.isEmpty {
            let candidate = scalars(name)
            let distance = holds(candidate, wanted) ? 0 : edits(from: wanted, to: candidate, limit: limit)
            let isInside = !candidate.starts(with: wanted)
            let isBetter = best.map { (distance, isInside ? 1 : 0) < ($0.distance, $0.isInside ? 1 : 0) } ?? true
            if distance <= limit, isBetter { best = (name, distance, isInside) }
        }
        return best?.name
    }

    /// The Levenshtein distance: how many characters must be inserted, deleted or replaced. Long names are compared by
    /// their first 100 characters, since the work grows with the product of the lengths.
    package static func edits(from left: String, to right: String) -> Int {
        edits(from: Array(left.unicodeScalars), to: Array(right.unicodeScalars), limit: .max)
    }

    private static func scalars(_ text: String) -> [Unicode.Scalar] { Array(text.lowercased().unicodeScalars) }

    private static func holds(_ name: [Unicode.Scalar], _ part: [Unicode.Scalar]) -> Bool {
        guard name.count >= part.count else { return false }
        return (0...name.count - part.count).contains { name[$0...].starts(with: part) }
    }

    /// Beyond the limit any number that is: lengths that differ by more are not compared, so that a name of many kilobytes
    /// costs no more than a word.
    private static func edits(from left: [Unicode.Scalar], to right: [Unicode.Scalar], limit: Int) -> Int {
        guard abs(left.count - right.count) <= limit else { return abs(left.count - right.count) }
        let (left, right) = (left.prefix(100), Array(right.prefix(100)))
        var row = Array(0...right.count)
        for (index, scalar) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for place in right.indices {
                let replaced = diagonal + (right[place] == scalar ? 0 : 1)
                diagonal = row[place + 1]
                row[place + 1] = min(replaced, min(diagonal, row[place]) + 1)
            }
        }
        return row[right.count]
    }
}
