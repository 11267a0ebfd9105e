import CYAML

/// What libyaml finds in a text, one after another.
final class YAMLEvents {
    enum Kind {
        case streamStart, documentStart, documentEnd, streamEnd
        case alias(String)
        case scalar(YAMLNode.Scalar, Properties)
        case sequenceStart(Properties), mappingStart(Properties)
        case sequenceEnd, mappingEnd
    }

    /// What may stand before a value.
    struct Properties {
        let anchor: String?
        let hasTag: Bool
    }

    private let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    private let input: UnsafeMutableBufferPointer<UInt8>
    private let file: String

    /// - Parameter bytes: text, see `YAMLText`.
    init(_ bytes: [UInt8], file: String) {
        self.file = file
        // A mark of the byte order is no column.
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        input = .allocate(capacity: text.count)
        _ = input.initialize(from: text)
        // It can only lack memory.
        precondition(yaml_parser_initialize(parser) == 1, "out of memory")
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, input.baseAddress, input.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
        input.deallocate()
    }

    func next() throws(YAMLStop) -> (kind: Kind, position: YAMLPosition) {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw YAMLStop(syntaxMistake) }
        defer { yaml_event_delete(&event) }
        return (Self.kind(of: event), position(event.start_mark))
    }

    private static func kind(of event: yaml_event_t) -> Kind {
        switch event.type {
        case YAML_DOCUMENT_START_EVENT: return .documentStart
        case YAML_DOCUMENT_END_EVENT: return .documentEnd
        case YAML_STREAM_END_EVENT: return .streamEnd
        case YAML_ALIAS_EVENT: return .alias(text(event.data.alias.anchor) ?? "")
        case YAML_SEQUENCE_START_EVENT:
            let start = event.data.sequence_start
            return .sequenceStart(Properties(anchor: text(start.anchor), hasTag: start.tag != nil))
        case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
        case YAML_MAPPING_START_EVENT:
            let start = event.data.mapping_start
            return .mappingStart(Properties(anchor: text(start.anchor), hasTag: start.tag != nil))
        case YAML_MAPPING_END_EVENT: return .mappingEnd
        case YAML_SCALAR_EVENT: return scalar(event)
        default: return .streamStart
        }
    }

    private static func scalar(_ event: yaml_event_t) -> Kind {
        let scalar = event.data.scalar
        let isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE
        let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
        // The tag `!` alone leaves no name, but a plain scalar that nobody may look at.
        let hasTag = scalar.tag != nil || isPlain && scalar.plain_implicit == 0
        return .scalar(
            YAMLNode.Scalar(String(decoding: bytes, as: UTF8.self), isPlain: isPlain),
            Properties(anchor: text(scalar.anchor), hasTag: hasTag))
    }

    private static func text(_ bytes: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        bytes.map { String(decodingCString: $0, as: UTF8.self) }
    }

    private func position(_ mark: yaml_mark_t) -> YAMLPosition {
        YAMLPosition(file: file, line: mark.line + 1, column: mark.column + 1)
    }

    // MARK: What is no YAML

    private var syntaxMistake: YAMLMistake {
        let place = parser.pointee
        let problem = place.problem.map { String(cString: $0) } ?? "this is not YAML"
        let context = place.context.map { String(cString: $0) } ?? ""
        let (here, begin) = (position(place.problem_mark), position(place.context_mark))
        switch problem {
        case "could not find expected ':'": return YAMLMistake(begin, "a colon is missing behind this")
        case "found unexpected end of stream" where context.hasSuffix("quoted scalar"):
            return YAMLMistake(begin, "a quotation mark that does not end")
        case "mapping values are not allowed in this context":
            return YAMLMistake(here, "a colon is not expected here: check the indentation, or quote the text")
        case "did not find expected key":
            return YAMLMistake(here, "a key is expected here: check the indentation, or quote the text")
        case "did not find expected '-' indicator":
            return YAMLMistake(here, "a list goes on with - in the same column: check the indentation")
        case "did not find expected ',' or ']'" where place.isAtEnd,
            "did not find expected ',' or '}'" where place.isAtEnd:
            return YAMLMistake(begin, "a bracket that does not end")
        case "found a tab character that violates indentation",
            "found character that cannot start any token" where place.isAtTab:
            return YAMLMistake(here, "a tab cannot indent: use spaces")
        case "found character that cannot start any token":
            return YAMLMistake(here, "no text may begin with this character: quote it")
        default: return YAMLMistake(here, problem)
        }
    }
}

extension yaml_parser_t {
    /// Whether nothing comes any more.
    fileprivate var isAtEnd: Bool {
        tokens.head.map { $0 < tokens.tail && $0.pointee.type == YAML_STREAM_END_TOKEN } ?? false
    }

    /// Whether what comes next is a tab.
    fileprivate var isAtTab: Bool {
        buffer.pointer.map { $0 < buffer.last && $0.pointee == UInt8(ascii: "\t") } ?? false
    }
}

/// After this mistake nothing more can be read.
struct YAMLStop: Error {
    let mistake: YAMLMistake

    init(_ mistake: YAMLMistake) { self.mistake = mistake }
}
