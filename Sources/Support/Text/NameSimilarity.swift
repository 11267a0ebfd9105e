/// Finds the name that somebody meant.
package enum NameSimilarity {
    /// The name closest to a misspelt one: the one it is a part of, else the one that the fewest edits lead to, where
    /// they are few for the name's length. nil where none is close.
    package static func closest(to text: String, among names: some Sequence<String>) -> String? {
        let wanted = text.lowercased()
        guard !wanted.isEmpty else { return nil }
        var best: (name: String, distance: Int)?
        for name in names where !name.isEmpty {
            let distance = name.lowercased().contains(wanted) ? 0 : edits(from: wanted, to: name.lowercased())
            if distance < best?.distance ?? .max { best = (name, distance) }
        }
        guard let best, best.distance <= text.count / 4 else { return nil }
        return best.name
    }

    /// The Levenshtein distance: how many characters must be inserted, deleted or replaced. Long names are compared by
    /// their first 100 characters, since the work grows with the product of the lengths.
    package static func edits(from left: String, to right: String) -> Int {
        let (left, right) = (Array(left.prefix(100)), Array(right.prefix(100)))
        var row = Array(0...right.count)
        for (index, character) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for place in right.indices {
                let replaced = diagonal + (right[place] == character ? 0 : 1)
                diagonal = row[place + 1]
                row[place + 1] = min(replaced, min(diagonal, row[place]) + 1)
            }
        }
        return row[right.count]
    }
}
