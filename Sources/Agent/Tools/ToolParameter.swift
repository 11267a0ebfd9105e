import Latency
import Questions
import Support

/// An argument of a tool: a parameter of its questions, under the name that it has in URLs unless it says another.
struct ToolParameter: Sendable {
    enum Kind: Sendable {
        case text
        /// Some texts, `most` at most; one alone need not be in an array.
        case texts
        case choice([String])
    }

    let name: String
    /// What the questions call it.
    let query: String
    let kind: Kind
    let description: String

    /// So many texts at once.
    static let most = 50
    /// Longer texts are no names.
    static let longest = 4096

    init(_ name: String, _ description: String) { self.init(name, .text, description) }

    init(_ name: String, _ kind: Kind, query: String? = nil, _ description: String) {
        (self.name, self.kind, self.description) = (name, kind, description)
        self.query = query ?? name
    }

    /// As JSON Schema (2020-12).
    var schema: JSON {
        let length = JSON.integer(Self.longest)
        let description = JSON.string(description)
        return switch kind {
        case .text: ["type": "string", "maxLength": length, "description": description]
        case .texts:
            [
                "type": "array", "items": ["type": "string", "maxLength": length], "maxItems": .integer(Self.most),
                "description": description,
            ]
        case .choice(let choices): ["type": "string", "enum": .strings(choices), "description": description]
        }
    }

    /// The values as a question takes them.
    func values(of argument: JSON) throws(ToolError) -> [Name] {
        switch (kind, argument) {
        case (.text, .string(let text)): return [try checked(text)]
        // Models write hours as numbers.
        case (.text, .number(let digits)): return [Name(digits)]
        case (.texts, .string(let text)): return [try checked(text)]
        case (.texts, .array(let elements)):
            guard elements.count <= Self.most else { throw .tooMany(name, most: Self.most) }
            return try elements.map { element throws(ToolError) in
                guard case .string(let text) = element else { throw .wrongType(name, wanted: "an array of strings") }
                return try checked(text)
            }
        case (.choice(let choices), .string(let text)):
            guard choices.contains(text) else { throw .noChoice(name, choices) }
            return [Name(text)]
        default: throw .wrongType(name, wanted: wanted)
        }
    }

    private func checked(_ text: String) throws(ToolError) -> Name {
        guard text.utf8.count <= Self.longest else { throw .tooLong(name, most: Self.longest) }
        return Name(text)
    }

    private var wanted: String {
        switch kind {
        case .text: "a string"
        case .texts: "an array of strings"
        case .choice(let choices): "one of \(choices.joined(separator: ", "))"
        }
    }
}
