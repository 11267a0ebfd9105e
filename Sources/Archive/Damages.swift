/// What a read has left out because it is damaged, in the order in which it was met, each once.
package struct Damages: Hashable, Sendable {
    package private(set) var all: [ArchiveError] = []
    private var seen: Set<ArchiveError> = []

    package init() {}

    package var isEmpty: Bool { all.isEmpty }

    /// For people, one line each. They name no path.
    package var warnings: [String] { all.map(\.warning) }

    package mutating func add(_ damage: ArchiveError) {
        if seen.insert(damage).inserted { all.append(damage) }
    }

    package mutating func add(_ others: Damages) {
        for damage in others.all { add(damage) }
    }

    /// What was read; what it lacks is added to these.
    package mutating func take<Value>(_ read: Read<Value>) -> Value {
        add(read.damages)
        return read.value
    }
}

/// What was read, and beside it what had to be left out.
package struct Read<Value> {
    package let value: Value
    package let damages: Damages
}

extension Archive {
    /// Notes what the read at hand leaves out; whoever only writes need not know.
    func report(_ damage: ArchiveError) { found?.add(damage) }

    func report(_ damages: Damages) { found?.add(damages) }
}
