import Support

/// What is wrong with a message, by the codes of JSON-RPC 2.0.
enum RPCError: Error {
    case notJSON
    /// JSON, but several messages at once, or no object of the protocol.
    case batch, noObject
    case noMethod
    /// A name stands in one object twice.
    case repeated(String)
    case badID(JSON)
    case tooLong(Int)
    case unknownMethod(String)
    case unknownTool(String)
    case badParameters(String)

    static func noRequest(of value: JSON) -> RPCError { if case .array = value { .batch } else { .noObject } }

    private var code: Int {
        switch self {
        case .notJSON: -32_700
        case .batch, .noObject, .noMethod, .repeated, .badID, .tooLong: -32_600
        case .unknownMethod: -32_601
        case .unknownTool, .badParameters: -32_602
        }
    }

    private var message: String {
        switch self {
        case .notJSON: return "this is no JSON"
        case .batch: return "messages must come one by one, not in an array"
        case .noObject: return "a message must be an object with jsonrpc 2.0"
        case .noMethod: return "the message has no method"
        case .repeated(let name): return "\"\(name.singleLine(limit: 60))\" must not stand in one object twice"
        case .badID: return "id must be a text or a whole number"
        case .tooLong(let bytes): return "a message may have \(bytes) bytes"
        case .unknownMethod(let name): return "there is no method \"\(name.singleLine(limit: 60))\""
        case .unknownTool(let name):
            let names = ToolCatalogue.all.map(\.name)
            let similar = NameSimilarity.closest(to: String(name.prefix(60)), among: names)
            return "there is no tool \"\(name.singleLine(limit: 60))\""
                + (similar.map { ": did you mean \($0)?" } ?? ", only \(names.joined(separator: ", "))")
        case .badParameters(let text): return text
        }
    }

    /// The answer, on one line.
    func line(id: JSON) -> String {
        let answer: JSON = [
            "jsonrpc": "2.0", "id": id, "error": ["code": .integer(code), "message": .string(message)],
        ]
        return answer.line
    }
}
