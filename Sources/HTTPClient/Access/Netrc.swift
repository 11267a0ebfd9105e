/// A netrc file: users and passwords by host, as ftp and curl read them.
///
/// Words apart by white space: `machine HOST`, or `default` for all hosts that were not named, then `login NAME` and
/// `password PASSWORD`. A word in double quotes may hold spaces, with \ before a quote or backslash. A # where a word would
/// begin makes the rest of its line a comment. `account NAME` and macros (`macdef NAME` up to an empty line) are passed over.
struct Netrc {
    private struct Entry {
        /// nil: all hosts.
        let host: String?
        var user = ""
        var password = ""
    }

    private let path: String
    private var entries: [Entry] = []

    /// - Parameters:
    ///   - text: what is in the file.
    ///   - path: the file, for errors.
    init(_ text: String, path: String) throws(AccessError) {
        self.path = path
        var words = Words(text: text[...], path: path)
        while let word = try words.next() {
            switch word {
            case "machine": entries.append(Entry(host: try words.value().lowercased()))
            case "default": entries.append(Entry(host: nil))
            case "macdef": words.skipMacro()
            case "login", "password", "account":
                let value = try words.value()
                guard !entries.isEmpty else { throw words.malformed("\(word) before any machine") }
                if word == "login" { entries[entries.count - 1].user = value }
                if word == "password" { entries[entries.count - 1].password = value }
            // The word itself may be a password.
            default: throw words.malformed("a word that netrc does not have")
            }
        }
    }

    /// The first entry that fits, as in lower-case `prometheus.example`, without a port.
    func login(to host: String) throws(AccessError) -> (user: String, password: String) {
        guard let entry = entries.first(where: { $0.host == nil || $0.host == host }) else {
            throw .noLogin(path: path, host: host)
        }
        return (entry.user, entry.password)
    }
}

/// The words of a netrc file, and where they are. Scalar by scalar: with an accent behind it a quotation mark or a space is
/// another character, and still ends a word.
private struct Words {
    private var text: Substring.UnicodeScalarView
    private let path: String
    private var line = 1

    init(text: Substring, path: String) {
        self.text = text.unicodeScalars
        self.path = path
    }

    func malformed(_ reason: String) -> AccessError { .malformed(path: path, line: line, reason: reason) }

    mutating func value() throws(AccessError) -> String {
        guard let value = try next() else { throw malformed("it ends in the middle of an entry") }
        return value
    }

    mutating func next() throws(AccessError) -> String? {
        while let first = text.first, first.properties.isWhitespace || first == "#" {
            if first == "#" { text = text.drop { !$0.endsLine } } else { pop() }
        }
        guard let first = text.first else { return nil }
        if first == "\"" { return try quoted() }
        let word = text.prefix { !$0.properties.isWhitespace }
        text = text[word.endIndex...]
        return String(word)
    }

    private mutating func quoted() throws(AccessError) -> String {
        pop()
        var word = String.UnicodeScalarView()
        while let scalar = text.first, !scalar.endsLine {
            pop()
            switch scalar {
            case "\"": return String(word)
            case "\\":
                guard let next = text.first, !next.endsLine else { throw malformed("a quote that does not end") }
                word.append(next)
                pop()
            default: word.append(scalar)
            }
        }
        throw malformed("a quote that does not end")
    }

    /// Up to an empty line.
    mutating func skipMacro() {
        var isEmptyLine = false
        while let scalar = text.first {
            pop()
            // Of CR LF the line feed ends the line.
            if scalar == "\r", text.first == "\n" { continue }
            if scalar.endsLine {
                if isEmptyLine { return }
                isEmptyLine = true
            } else {
                isEmptyLine = false
            }
        }
    }

    private mutating func pop() {
        let scalar = text.removeFirst()
        if scalar.endsLine, scalar != "\r" || text.first != "\n" { line += 1 }
    }
}

extension Unicode.Scalar {
    /// As `Character.isNewline` has it.
    fileprivate var endsLine: Bool {
        switch self {
        case "\n", "\r", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}": true
        default: false
        }
    }
}
