import Latency
import Support
import YAML

/// Reads a tree by the schema. What does not fit is a mistake, and left out.
struct SchemaReader {
    private(set) var mistakes: [YAMLMistake] = []
    let scalars: ScalarReader

    init(zone: Zone) { scalars = ScalarReader(zone: zone) }

    mutating func report(_ position: YAMLPosition, _ message: String) {
        mistakes.append(YAMLMistake(position, message))
    }

    mutating func record(_ node: YAMLNode, _ section: Section) -> Record? {
        guard case .mapping(let pairs) = node.content else {
            report(node.position, "\(section.name) has keys: \(section.keys[0].name): … and others")
            return nil
        }
        var entries: [(key: String, value: Located)] = []
        for pair in pairs {
            guard let key = section.key(pair.key) else {
                report(pair.keyPosition, UnknownKey.message(pair.key, in: section))
                continue
            }
            if let value = value(pair.value, key.type, of: key.name) { entries.append((key.name, value)) }
        }
        for key in section.keys where key.isRequired && !pairs.contains(where: { $0.key == key.name }) {
            report(node.position, "\(section.name) needs \(key.name)")
        }
        return Record(section: section, position: node.position, entries: entries)
    }

    /// - Parameter key: names the value in messages.
    private mutating func value(_ node: YAMLNode, _ type: ValueType, of key: String) -> Located? {
        switch type {
        case .section(let section): return record(node, section).map { Located(node, .section($0)) }
        case .list(let one): return list(node, one, most: .max, isOneEnough: false, of: key)
        case .oneOrMore(let one, let most): return list(node, one, most: most, isOneEnough: true, of: key)
        case .map(_, let one): return map(node, one, of: key)
        case .orOff(let one):
            guard case .scalar(let scalar) = node.content, !node.isEmpty else { return value(node, one, of: key) }
            if scalar.text == "off" { return Located(value: .off, position: node.position, text: "off") }
            report(node.position, "\(key) is off, or has keys, got \"\(scalar.text.singleLine(limit: 60))\"")
            return nil
        default: return scalar(node, type, of: key)
        }
    }

    private mutating func scalar(_ node: YAMLNode, _ type: ValueType, of key: String) -> Located? {
        guard case .scalar(let scalar) = node.content else {
            report(node.position, "\(key) is one value, not \(node.shape)")
            return nil
        }
        if node.isEmpty {
            report(node.position, "\(key) has no value")
            return nil
        }
        switch scalars.read(scalar.text, as: type) {
        case .success(let value): return Located(value: value, position: node.position, text: scalar.text)
        case .failure(let refusal):
            report(node.position, "\(key) \(refusal.reason)")
            return nil
        }
    }

    private mutating func list(
        _ node: YAMLNode, _ one: ValueType, most: Int, isOneEnough: Bool, of key: String
    ) -> Located? {
        if node.isEmpty, !isOneEnough { return Located(node, .list([])) }
        guard case .sequence(let nodes) = node.content else {
            guard isOneEnough else {
                report(node.position, "\(key) is a list: begin each entry with -")
                return nil
            }
            return value(node, one, of: key).map { Located(node, .list([$0])) }
        }
        if nodes.count > most { report(nodes[most].position, "\(key) may have \(most) entries") }
        return Located(node, .list(nodes.prefix(most).compactMap { value($0, one, of: key) }))
    }

    private mutating func map(_ node: YAMLNode, _ one: ValueType, of key: String) -> Located? {
        if node.isEmpty { return Located(node, .map([])) }
        guard case .mapping(let pairs) = node.content else {
            report(node.position, "\(key) has keys of its own, as in \(key): {e2e: …}")
            return nil
        }
        let values = pairs.compactMap { pair -> (key: Located, value: Located)? in
            let name = Located(value: .text(pair.key), position: pair.keyPosition, text: pair.key)
            return value(pair.value, one, of: "\(key).\(pair.key.singleLine(limit: 60))").map { (name, $0) }
        }
        return Located(node, .map(values))
    }
}

extension Located {
    fileprivate init(_ node: YAMLNode, _ value: Value) { self.init(value: value, position: node.position, text: "") }
}

extension YAMLNode {
    fileprivate var shape: String {
        switch content {
        case .scalar: "text"
        case .sequence: "a list"
        case .mapping: "keys"
        }
    }
}
