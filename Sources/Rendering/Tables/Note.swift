/// What is said below a table of one of its rows, and once of all rows of which the same is said.
struct Note {
    /// What stands before the names and behind them.
    var before = ""
    let name: String
    var after = ""
    let text: String

    /// Sentences, in the order of the first of each: `a, b: there were no requests.`
    static func sentences(_ notes: [Note]) -> [String] {
        var groups: [(note: Note, names: [String])] = []
        for note in notes {
            let place = groups.firstIndex { group in
                (group.note.text, group.note.before, group.note.after) == (note.text, note.before, note.after)
            }
            if let place {
                groups[place].names.append(note.name)
            } else {
                groups.append((note, [note.name]))
            }
        }
        return groups.map { note, names in
            "\(note.before)\(names.joined(separator: ", "))\(note.after): \(note.text)."
        }
    }
}
