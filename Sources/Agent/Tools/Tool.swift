import Archive
import Support

/// What an agent may ask: a question or two of the catalogue, of which it is told the columns that decide.
struct Tool: Sendable {
    let name: String
    let title: String
    let description: String
    let parameters: [ToolParameter]
    /// How many rows it answers with at most, unless an argument says otherwise.
    var usualRows = 20
    /// JSON Schema of what it answers.
    let output: JSON
    /// One object as JSON, on one line.
    let ask: @Sendable (ToolCall, Archive?) throws -> String

    /// As `tools/list` tells it.
    var listing: JSON {
        [
            "name": .string(name), "title": .string(title), "description": .string(description),
            "inputSchema": input, "outputSchema": output,
            "annotations": [
                "title": .string(title), "readOnlyHint": .flag(true), "destructiveHint": .flag(false),
                "idempotentHint": .flag(true), "openWorldHint": .flag(false),
            ],
        ]
    }

    private var input: JSON {
        let limit: JSON = [
            "type": "integer", "minimum": .integer(1), "maximum": .integer(ToolCall.mostRows),
            "default": .integer(usualRows), "description": "Rows at most.",
        ]
        let members = parameters.map { JSON.Member(name: $0.name, value: $0.schema) }
        return [
            "type": "object", "properties": .object(members + [JSON.Member(name: "limit", value: limit)]),
            "additionalProperties": .flag(false),
        ]
    }
}
