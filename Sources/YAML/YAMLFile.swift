import Support

/// Reads a file of YAML 1.2, as far as settings need it: no tags, no merge keys, one document, a hundred aliases, a
/// mebibyte, and no key twice.
package struct YAMLFile {
    /// nil for a file without any value.
    package private(set) var root: YAMLNode?
    package private(set) var mistakes: [YAMLMistake] = []

    private static let maximumAliases = 100
    /// Of all values that stand for others: ten aliases of ten of ten … would be billions.
    private static let maximumRepeated = 10_000
    private static let maximumDepth = 30

    private let events: YAMLEvents
    /// The values by their anchors, with the number of values in them; without a value while it is being read.
    private var anchors: [String: (node: YAMLNode?, size: Int)] = [:]
    private var (aliases, repeated) = (0, 0)

    /// - Parameters:
    ///   - bytes: what is in the file.
    ///   - file: its name in messages.
    package init(_ bytes: [UInt8], file: String) {
        events = YAMLEvents(YAMLText.mistake(in: bytes, file: file) == nil ? bytes : [], file: file)
        if let mistake = YAMLText.mistake(in: bytes, file: file) {
            mistakes = [mistake]
            return
        }
        do throws(YAMLStop) {
            try read()
        } catch {
            mistakes.append(error.mistake)
            root = nil
        }
    }

    private mutating func read() throws(YAMLStop) {
        var documents = 0
        while true {
            let event = try events.next()
            switch event.kind {
            case .streamEnd: return
            case .documentStart:
                documents += 1
                guard documents == 1 else {
                    throw YAMLStop(YAMLMistake(event.position, "a second document is not allowed"))
                }
            case .streamStart, .documentEnd: break
            default:
                let value = try value(event, depth: 1).node
                root = value.isEmpty ? nil : value
            }
        }
    }

    // MARK: Values

    /// The value that an event begins, and how many values are in it.
    private mutating func value(
        _ event: (kind: YAMLEvents.Kind, position: YAMLPosition), depth: Int
    ) throws(YAMLStop) -> (node: YAMLNode, size: Int) {
        guard depth <= Self.maximumDepth else {
            throw YAMLStop(YAMLMistake(event.position, "more than \(Self.maximumDepth) levels of values in values"))
        }
        switch event.kind {
        case .scalar(let scalar, let properties):
            let node = YAMLNode(event.position, .scalar(scalar))
            return remembered(node, 1, properties)
        case .sequenceStart(let properties):
            begin(properties, at: event.position)
            let (nodes, size) = try sequence(depth)
            return remembered(YAMLNode(event.position, .sequence(nodes)), size, properties)
        case .mappingStart(let properties):
            begin(properties, at: event.position)
            let (pairs, size) = try mapping(depth)
            return remembered(YAMLNode(event.position, .mapping(pairs)), size, properties)
        case .alias(let name): return try aliased(name, at: event.position)
        default: throw YAMLStop(YAMLMistake(event.position, "a value is expected here"))
        }
    }

    private mutating func sequence(_ depth: Int) throws(YAMLStop) -> ([YAMLNode], size: Int) {
        var (nodes, size) = ([YAMLNode](), 1)
        while true {
            let event = try events.next()
            if case .sequenceEnd = event.kind { return (nodes, size) }
            let (node, itsSize) = try value(event, depth: depth + 1)
            nodes.append(node)
            size += itsSize
        }
    }

    private mutating func mapping(_ depth: Int) throws(YAMLStop) -> ([YAMLNode.Pair], size: Int) {
        var (pairs, size) = ([YAMLNode.Pair](), 1)
        // By their bytes: Unicode takes more keys for equal than a file has.
        var places: [[UInt8]: YAMLPosition] = [:]
        while true {
            let event = try events.next()
            if case .mappingEnd = event.kind { return (pairs, size) }
            let key = try key(event, depth)
            let (value, itsSize) = try value(try events.next(), depth: depth + 1)
            guard let key else { continue }
            if let first = places[Array(key.utf8)] {
                report(event.position, "\(key.singleLine(limit: 60)) is set already at \(first.text)")
                continue
            }
            places[Array(key.utf8)] = event.position
            pairs.append(YAMLNode.Pair(key: key, keyPosition: event.position, value: value))
            size += itsSize + 1
        }
    }

    /// nil, after a mistake, for a key that is none.
    private mutating func key(
        _ event: (kind: YAMLEvents.Kind, position: YAMLPosition), _ depth: Int
    ) throws(YAMLStop) -> String? {
        let node = try value(event, depth: depth + 1).node
        guard case .scalar(let scalar) = node.content else {
            report(event.position, "a key must be text")
            return nil
        }
        if scalar.isPlain, scalar.text == "<<" {
            report(event.position, "<< is not allowed: write out what is to be merged")
            return nil
        }
        return scalar.text
    }

    // MARK: Anchors, aliases and tags

    private mutating func begin(_ properties: YAMLEvents.Properties, at position: YAMLPosition) {
        if let anchor = properties.anchor { anchors[anchor] = (nil, 0) }
    }

    private mutating func remembered(
        _ node: YAMLNode, _ size: Int, _ properties: YAMLEvents.Properties
    ) -> (YAMLNode, Int) {
        if properties.hasTag { report(node.position, "tags (!) are not allowed") }
        if let anchor = properties.anchor { anchors[anchor] = (node, size) }
        return (node, size)
    }

    private mutating func aliased(_ name: String, at position: YAMLPosition) throws(YAMLStop) -> (YAMLNode, Int) {
        aliases += 1
        guard aliases <= Self.maximumAliases else {
            throw YAMLStop(YAMLMistake(position, "more than \(Self.maximumAliases) aliases (*)"))
        }
        guard let anchor = anchors[name] else {
            report(position, "no value before has the anchor &\(name.singleLine(limit: 60))")
            return (YAMLNode(position, .scalar(YAMLNode.Scalar("", isPlain: true))), 1)
        }
        guard let node = anchor.node else {
            throw YAMLStop(YAMLMistake(position, "*\(name.singleLine(limit: 60)) stands inside of what it stands for"))
        }
        repeated += anchor.size
        guard repeated <= Self.maximumRepeated else {
            throw YAMLStop(YAMLMistake(position, "aliases (*) stand for more than \(Self.maximumRepeated) values"))
        }
        return (node, anchor.size)
    }

    private mutating func report(_ position: YAMLPosition, _ message: String) {
        mistakes.append(YAMLMistake(position, message))
    }
}
