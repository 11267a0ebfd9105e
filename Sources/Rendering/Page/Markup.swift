/// HTML or SVG whose texts are escaped.
///
/// Written as a string literal with interpolations: the literal is taken as it stands, every text that is put into it is
/// escaped, and markup is put in as markup. There is no other way to make one, so none can forget to escape:
///
///     let link: Markup = "<a href=\"\(address)\">\(model.name)</a>"
///
/// What comes out is well-formed XML as well, if the literals are: attributes in quotes, every element closed.
package struct Markup: Hashable, Sendable, ExpressibleByStringInterpolation {
    package private(set) var text: String

    package init(stringLiteral value: String) { text = value }

    package init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

    /// Puts pieces together as they are.
    package init(_ parts: some Sequence<Markup>) {
        text = ""
        for part in parts { text += part.text }
    }

    package static func += (left: inout Markup, right: Markup) { left.text += right.text }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        package init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + 16 * interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) { text += literal }

        package mutating func appendInterpolation(_ value: some StringProtocol) { text += Markup.escaped(value) }

        package mutating func appendInterpolation(_ value: Int) { text += String(value) }

        package mutating func appendInterpolation(_ markup: Markup) { text += markup.text }

        package mutating func appendInterpolation(_ markups: some Sequence<Markup>) {
            for markup in markups { text += markup.text }
        }
    }

    /// Good for text and for attributes in quotes. Characters that XML knows no way to write become U+FFFD.
    private static func escaped(_ value: some StringProtocol) -> String {
        var result = String.UnicodeScalarView()
        for scalar in value.unicodeScalars {
            switch scalar {
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
            case "'": result.append(contentsOf: "&#39;".unicodeScalars)
            case "\u{9}", "\u{A}", "\u{D}": result.append(scalar)
            case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": result.append("\u{FFFD}")
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
