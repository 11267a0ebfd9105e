import Foundation

/// The configurations of `Tests/ConfigurationTests/Refusals.txt`, where the marks say where each mistake is.
package struct RefusedConfiguration: Sendable {
    package struct Mistake: Hashable, Sendable {
        package let line: Int
        /// In Unicode scalars.
        package let column: Int
        /// The message's beginning.
        package let message: String
    }

    package let text: String
    package let mistakes: [Mistake]

    package static let all: [RefusedConfiguration] = {
        let file = Checkout.root.appending(path: "Tests/ConfigurationTests/Refusals.txt")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return text.components(separatedBy: "\n\n").dropFirst().map(RefusedConfiguration.init)
    }()

    private init(block: String) {
        let lines = block.trimmingCharacters(in: .newlines).components(separatedBy: "\n")
        let messages = lines.prefix { $0.hasPrefix("= ") }.map { String($0.dropFirst(2)) }
        let marked = Self.unescaped(lines.dropFirst(messages.count).joined(separator: "\n"))
        var (plain, places, line, column) = (String.UnicodeScalarView(), [(Int, Int)](), 1, 1)
        for scalar in marked.unicodeScalars {
            if scalar == "▸" {
                places.append((line, column))
                continue
            }
            plain.append(scalar)
            (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
        }
        text = String(plain) + "\n"
        mistakes = zip(places, messages).map { Mistake(line: $0.0, column: $0.1, message: $1) }
    }

    private static func unescaped(_ text: String) -> String {
        var text = text.replacingOccurrences(of: "\\t", with: "\t").replacingOccurrences(of: "\\r", with: "\r")
        while let start = text.range(of: "\\u{"), let end = text[start.upperBound...].firstIndex(of: "}") {
            let code = UInt32(text[start.upperBound..<end], radix: 16) ?? 0
            text.replaceSubrange(start.lowerBound...end, with: Unicode.Scalar(code).map(String.init) ?? "")
        }
        return text
    }
}
