import Support

/// The words of the page for customers in one language, as a file has them.
///
/// A line for each: a key, a colon, the words. Lines that begin with `#` and empty ones say nothing. The keys are those of English, all
/// of them and no other, and so are the names in braces of each.
package struct PublicLanguage: Sendable {
    private let words: [String: String]

    /// What is wrong with a file.
    package enum Fault: Error, Hashable {
        /// A line without a colon, or without words behind it.
        case badLine(Int)
        case unknown(key: String, line: Int)
        case twice(key: String, line: Int)
        case missing([String])
        /// Other names in braces than in English.
        case otherNames(key: String, line: Int)
        /// `language` is no tag such as `de` or `pt-BR`.
        case badTag(String)

        package var message: String {
            switch self {
            case .badLine(let line): "line \(line) is no key with a colon and words behind it"
            case .unknown(let key, let line): "line \(line) has an unknown key: \(key.singleLine(limit: 60))"
            case .twice(let key, let line): "line \(line) has the key \(key) again"
            case .missing(let keys):
                "it has no words for \(keys.prefix(5).joined(separator: ", "))\(keys.count > 5 ? " and \(keys.count - 5) others" : "")"
            case .otherNames(let key, let line): "line \(line): the names in braces of \(key) are not those of English"
            case .badTag(let text): "language must be a tag such as de or pt-BR, got \"\(text.singleLine(limit: 60))\""
            }
        }
    }

    package init(text: String) throws(Fault) { try self.init(text, english: Self.english.words) }

    /// - Parameter english: nil for English itself.
    private init(_ text: String, english: [String: String]?) throws(Fault) {
        var words: [String: String] = [:]
        let lines = text.replacingScalars("\r", with: "").pieces(by: "\n")
        for (line, content) in zip(1..., lines) where !content.beginsWith("#") && !content.allSatisfy(\.isWhitespace) {
            let parts = content.pieces(by: ":", most: 2)
            let value = parts.count == 2 ? parts[1].trimmed : ""
            let key = parts[0].trimmed
            if value.isEmpty || key.isEmpty { throw .badLine(line) }
            if words[key] != nil { throw .twice(key: key, line: line) }
            if let english {
                guard let original = english[key] else { throw .unknown(key: key, line: line) }
                if Self.names(in: original) != Self.names(in: value) { throw .otherNames(key: key, line: line) }
            }
            words[key] = value
        }
        let missing = (english ?? [:]).keys.filter { words[$0] == nil }.sorted()
        if !missing.isEmpty { throw .missing(missing) }
        let tag = words["language"] ?? ""
        guard tag.wholeMatch(of: /[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,3}/) != nil else { throw .badTag(tag) }
        self.words = words
    }

    private static func names(in text: String) -> Set<String> {
        Set(text.matches(of: /\{([a-z]+)\}/).map { String($0.output.1) })
    }

    /// As HTML has it.
    package var tag: String { words["language"] ?? "" }
    /// What it calls itself.
    package var name: String { self["language.name"] }
    package var keys: Set<String> { Set(words.keys) }

    /// The words of a key; a key that there is not is shown itself.
    package subscript(_ key: String) -> String { words[key] ?? key }

    /// The words of a key with what belongs into its braces. What is put in is not looked into again.
    package func text(_ key: String, _ values: [String: String]) -> String {
        var (result, rest) = ("", self[key][...])
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            guard let close = rest[open...].firstIndex(of: "}") else { break }
            result += values[String(rest[rest.index(after: open)..<close])] ?? ""
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    package static let english: PublicLanguage = carried(PackageResources.en_txt, english: nil)
    /// Those that the program carries; English comes first.
    package static let builtIn: [PublicLanguage] = [english, carried(PackageResources.ko_txt, english: english.words)]

    private static func carried(_ bytes: [UInt8], english: [String: String]?) -> PublicLanguage {
        do throws(Fault) {
            return try PublicLanguage(String(decoding: bytes, as: UTF8.self), english: english)
        } catch {
            // A test reads each of them.
            preconditionFailure(error.message)
        }
    }
}

extension String {
    fileprivate var trimmed: String {
        var part = self[...]
        while part.first?.isWhitespace == true { part.removeFirst() }
        while part.last?.isWhitespace == true { part.removeLast() }
        return String(part)
    }
}
