/// What may stand between the braces of a PromQL selector, or with them: `job="vllm",region=~"eu-.*"`, also with
/// VictoriaMetrics' `or`.
package enum MatcherSyntax {
    /// Whether a server could read it; an empty text is no matcher.
    package static func isValid(_ text: String) -> Bool {
        var rest = text.unicodeScalars[...]
        if rest.first == "{", rest.last == "}" { rest = rest.dropFirst().dropLast() }
        if rest.isEmpty { return false }
        repeat {
            guard takeMatcher(&rest) else { return false }
            skipSpace(&rest)
            if rest.isEmpty { return true }
        } while takeSeparator(&rest)
        return false
    }

    /// A comma, which may be the last of all, or the word `or`.
    private static func takeSeparator(_ rest: inout Substring.UnicodeScalarView) -> Bool {
        if rest.first == "," {
            rest.removeFirst()
        } else if rest.starts(with: "or ".unicodeScalars) {
            rest.removeFirst(2)
        } else {
            return false
        }
        skipSpace(&rest)
        return true
    }

    private static func takeMatcher(_ rest: inout Substring.UnicodeScalarView) -> Bool {
        skipSpace(&rest)
        // A comma was the last.
        if rest.isEmpty { return true }
        guard takeQuoted(&rest) || takeName(&rest) else { return false }
        skipSpace(&rest)
        let signs = ["=~", "!~", "!=", "="]
        guard let sign = signs.first(where: { rest.starts(with: $0.unicodeScalars) }) else { return false }
        rest.removeFirst(sign.unicodeScalars.count)
        skipSpace(&rest)
        return takeQuoted(&rest)
    }

    private static func takeName(_ rest: inout Substring.UnicodeScalarView) -> Bool {
        let name = rest.prefix {
            $0.properties.isAlphabetic || ("0"..."9").contains($0) || "_.:".unicodeScalars.contains($0)
        }
        guard let first = name.first, !("0"..."9").contains(first) else { return false }
        rest.removeFirst(name.count)
        return true
    }

    /// A string in double, single or back quotes; only in the last a backslash is one.
    private static func takeQuoted(_ rest: inout Substring.UnicodeScalarView) -> Bool {
        guard let quote = rest.first, "\"'`".unicodeScalars.contains(quote) else { return false }
        var isEscaped = false
        for place in rest.indices.dropFirst() {
            if isEscaped {
                isEscaped = false
            } else if rest[place] == "\\", quote != "`" {
                isEscaped = true
            } else if rest[place] == quote {
                rest = rest[rest.index(after: place)...]
                return true
            }
        }
        return false
    }

    private static func skipSpace(_ rest: inout Substring.UnicodeScalarView) {
        rest = rest.drop { $0.properties.isWhitespace }
    }
}
