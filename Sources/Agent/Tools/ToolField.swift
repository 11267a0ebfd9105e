import Support

/// A column of a question that a tool tells, and what JSON Schema calls it.
struct ToolField: Sendable {
    /// The objects that it is in, the outermost first.
    let path: [String]
    let name: String
    let schema: JSON

    /// As CSV names it.
    var column: String { (path + [name]).joined(separator: "_") }

    static func text(_ name: String, in path: String..., about description: String = "") -> ToolField {
        nullable("string", name, path, description)
    }

    static func number(_ name: String, in path: String..., about description: String = "") -> ToolField {
        nullable("number", name, path, description)
    }

    static func integer(_ name: String, in path: String..., about description: String = "") -> ToolField {
        nullable("integer", name, path, description)
    }

    static func flag(_ name: String, in path: String..., about description: String = "") -> ToolField {
        nullable("boolean", name, path, description)
    }

    /// The values of the labels that an answer is divided by.
    static let labels = ToolField(
        path: [], name: "labels", schema: ["type": "object", "additionalProperties": ["type": "string"]])

    static func counts(_ name: String) -> ToolField {
        ToolField(path: [], name: name, schema: ["type": "object", "additionalProperties": ["type": "integer"]])
    }

    static func objects(_ name: String, _ fields: [ToolField]) -> ToolField {
        ToolField(path: [], name: name, schema: ["type": "array", "items": object(fields)])
    }

    private static func nullable(_ type: String, _ name: String, _ path: [String], _ description: String) -> ToolField {
        let types = JSON.array([.string(type), "null"])
        return ToolField(
            path: path, name: name,
            schema: description.isEmpty ? ["type": types] : ["type": types, "description": .string(description)])
    }

    // MARK: Schemas

    /// The schema of an object with these and no others.
    static func object(_ fields: [ToolField]) -> JSON { object(fields[...], depth: 0) }

    /// One within another may be unknown as a whole.
    private static func object(_ fields: ArraySlice<ToolField>, depth: Int) -> JSON {
        var (members, rest) = ([JSON.Member](), fields)
        while let field = rest.first {
            guard field.path.count > depth else {
                members.append(JSON.Member(name: field.name, value: field.schema))
                rest = rest.dropFirst()
                continue
            }
            let name = field.path[depth]
            let inside = rest.prefix { $0.path.count > depth && $0.path[depth] == name }
            members.append(JSON.Member(name: name, value: object(inside, depth: depth + 1)))
            rest = rest.dropFirst(inside.count)
        }
        let type: JSON = depth == 0 ? "object" : ["object", "null"]
        return ["type": type, "properties": .object(members), "additionalProperties": .flag(false)]
    }

    /// The schema of an answer with rows of these: see `BriefRendering`.
    static func answer(_ fields: [ToolField]) -> JSON {
        let range: JSON = [
            "type": "object",
            "properties": ["start": ["type": "string"], "end": ["type": "string"], "step": ["type": "string"]],
            "additionalProperties": .flag(false),
        ]
        return [
            "type": "object",
            "properties": [
                "data": ["type": "array", "items": object(fields)],
                "count": ["type": "integer", "description": "Rows that there are."],
                "left_out": ["type": "integer", "description": "Rows beyond the limit: ask for less, or raise limit."],
                "as_of": ["type": "string"],
                "sources": [
                    "type": "array", "items": ["type": "string"], "description": "Where the counts come from.",
                ],
                "measure": ["type": "string"], "time_range": range,
                "reason": ["type": "string", "description": "Why there are no rows."],
                "did_you_mean": ["type": "string"],
                "sources_with_it": [
                    "type": "array", "items": ["type": "string"], "description": "Other sources that have the model.",
                ],
                "overall": ["type": "string"],
                "warnings": ["type": "array", "items": ["type": "string"]],
            ],
            "required": ["data", "count", "left_out", "as_of", "sources"], "additionalProperties": .flag(false),
        ]
    }
}
