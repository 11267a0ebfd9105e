/// A JSON value (RFC 8259) whose members keep their order.
package indirect enum JSON: Hashable, Sendable {
    case null
    case flag(Bool)
    /// As it was written: no digit is lost.
    case number(String)
    case string(String)
    case array([JSON])
    case object([Member])
    /// What is JSON already, on one line.
    case written(String)

    package struct Member: Hashable, Sendable {
        package let name: String
        package let value: JSON

        package init(name: String, value: JSON) { (self.name, self.value) = (name, value) }
    }

    package static func integer(_ number: Int) -> JSON { .number(String(number)) }

    package static func strings(_ texts: [String]) -> JSON { .array(texts.map(JSON.string)) }

    /// Of an object the member of that name, of several the last; nil without one.
    package subscript(name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.name == name }?.value
    }

    package var text: String? { if case .string(let text) = self { text } else { nil } }

    /// The first name that an object has twice, its own or one within it: which of the two values is meant, nobody knows.
    package var repeatedName: String? {
        switch self {
        case .object(let members):
            var names: Set<[UInt8]> = []
            return members.first { !names.insert(Array($0.name.utf8)).inserted }?.name
                ?? members.lazy.compactMap(\.value.repeatedName).first
        case .array(let elements): return elements.lazy.compactMap(\.repeatedName).first
        default: return nil
        }
    }

    /// On one line, without its end.
    package var line: String {
        var line = ""
        write(to: &line)
        return line
    }

    private func write(to line: inout String) {
        switch self {
        case .null: line += "null"
        case .flag(let flag): line += flag ? "true" : "false"
        case .number(let digits), .written(let digits): line += digits
        case .string(let text): Self.write(text, to: &line)
        case .array(let elements):
            line += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { line += "," }
                element.write(to: &line)
            }
            line += "]"
        case .object(let members):
            line += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { line += "," }
                Self.write(member.name, to: &line)
                line += ":"
                member.value.write(to: &line)
            }
            line += "}"
        }
    }

    /// DEL need not be escaped, but moves the cursor of a terminal that shows the line.
    private static func write(_ text: String, to line: inout String) {
        line += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": line += "\\\""
            case "\\": line += "\\\\"
            case "\n": line += "\\n"
            case "\r": line += "\\r"
            case "\t": line += "\\t"
            case "\0"..<" ", "\u{7F}":
                let digits = String(scalar.value, radix: 16)
                line += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: line.unicodeScalars.append(scalar)
            }
        }
        line += "\""
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral {
    package init(stringLiteral text: String) { self = .string(text) }
    package init(arrayLiteral elements: JSON...) { self = .array(elements) }
    package init(dictionaryLiteral members: (String, JSON)...) {
        self = .object(members.map { Member(name: $0.0, value: $0.1) })
    }
}
