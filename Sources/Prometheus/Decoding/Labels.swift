import Latency

/// A series' labels by name: few, so that looking through them is quicker than hashing.
package struct Labels: Sendable {
    package typealias Element = (key: Name, value: Name)

    /// In the order of their names, each once.
    private var pairs: [Element] = []

    package init() {}

    package subscript(name: Name) -> Name? {
        get { pairs.first { $0.key == name }?.value }
        set {
            let place = place(of: name)
            let isKnown = place < pairs.count && pairs[place].key == name
            switch (newValue, isKnown) {
            case (let value?, true): pairs[place].value = value
            case (let value?, false): pairs.insert((name, value), at: place)
            case (nil, true): pairs.remove(at: place)
            case (nil, false): break
            }
        }
    }

    /// - Returns: false where there is one of that name.
    mutating func insert(_ value: Name, for name: Name) -> Bool {
        let place = place(of: name)
        if place < pairs.count, pairs[place].key == name { return false }
        pairs.insert((name, value), at: place)
        return true
    }

    package var keys: [Name] { pairs.map(\.key) }

    package func filter(_ isIncluded: (Element) throws -> Bool) rethrows -> Labels {
        var labels = Labels()
        labels.pairs = try pairs.filter(isIncluded)
        return labels
    }

    /// Servers send them in order: mostly behind the last one.
    private func place(of name: Name) -> Int {
        var place = pairs.count
        while place > 0, !(pairs[place - 1].key < name) { place -= 1 }
        return place
    }
}

extension Labels: RandomAccessCollection {
    package var startIndex: Int { 0 }
    package var endIndex: Int { pairs.count }
    package subscript(position: Int) -> Element { pairs[position] }
}

extension Labels: Hashable {
    package static func == (left: Labels, right: Labels) -> Bool {
        left.elementsEqual(right) { $0 == $1 }
    }

    package func hash(into hasher: inout Hasher) {
        for (name, value) in pairs {
            hasher.combine(name)
            hasher.combine(value)
        }
    }
}

extension Labels: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (Name, Name)...) {
        for (name, value) in elements { self[name] = value }
    }
}
