import YAML

/// Puts the files of a configuration together.
struct TreeMerge {
    private(set) var mistakes: [YAMLMistake] = []

    /// Lists are appended to lists and keys go into keys; anything else that is there twice is a mistake.
    mutating func merged(_ one: YAMLNode, _ other: YAMLNode) -> YAMLNode {
        if other.isEmpty { return one }
        if one.isEmpty { return other }
        switch (one.content, other.content) {
        case (.sequence(let first), .sequence(let second)): return YAMLNode(one.position, .sequence(first + second))
        case (.mapping(let first), .mapping(let second)):
            return YAMLNode(one.position, .mapping(merged(first, second)))
        default:
            mistakes.append(YAMLMistake(other.position, "this must have keys, as at \(one.position.text)"))
            return one
        }
    }

    private mutating func merged(_ first: [YAMLNode.Pair], _ second: [YAMLNode.Pair]) -> [YAMLNode.Pair] {
        var pairs = first
        for pair in second {
            guard let place = pairs.firstIndex(where: { $0.key.utf8.elementsEqual(pair.key.utf8) }) else {
                pairs.append(pair)
                continue
            }
            let there = pairs[place]
            guard there.value.isOpen(to: pair.value) else {
                mistakes.append(
                    YAMLMistake(pair.keyPosition, "\(pair.key) is set already at \(there.keyPosition.text)"))
                continue
            }
            pairs[place] = YAMLNode.Pair(
                key: pair.key, keyPosition: there.keyPosition, value: merged(there.value, pair.value))
        }
        return pairs
    }
}

extension YAMLNode {
    fileprivate func isOpen(to other: YAMLNode) -> Bool {
        switch (content, other.content) {
        case (.sequence, .sequence), (.mapping, .mapping): true
        default: isEmpty || other.isEmpty
        }
    }
}
