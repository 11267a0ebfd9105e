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

/// The words of a netrc file, and where they are.
private struct Words {
    var text: Substring
    let path: String
    private var line = 1

    init(text: Substring, path: String) {
        self.text = text
        self.path = path
    }

    func malformed(_ reason: String) -> AccessError { .malformed(path: path, line: line, reason: reason) }

    mutating func value() throws(AccessError) -> String {
        guard let value = try next() else { throw malformed("it ends in the middle of an entry") }
        return value
    }

    mutating func next() throws(AccessError) -> String? {
        while let first = text.first, first.isWhitespace || first == "#" {
            if first == "#" { text = text.drop { !$0.isNewline } } else { pop() }
        }
        guard let first = text.first else { return nil }
        if first == "\"" { return try quoted() }
        let word = text.prefix { !$0.isWhitespace }
        text = text[word.endIndex...]
        return String(word)
    }

    private mutating func quoted() throws(AccessError) -> String {
        pop()
        var word = ""
        while let character = text.first, !character.isNewline {
            pop()
            switch character {
            case "\"": return word
            case "\\":
                guard let next = text.first, !next.isNewline else { throw malformed("a quote that does not end") }
                word.append(next)
                pop()
            default: word.append(character)
            }
        }
        throw malformed("a quote that does not end")
    }

    /// Up to an empty line.
    mutating func skipMacro() {
        var isEmptyLine = false
        while let character = text.first {
            pop()
            if character.isNewline {
                if isEmptyLine { return }
                isEmptyLine = true
            } else {
                isEmptyLine = false
            }
        }
    }

    private mutating func pop() {
        if text.removeFirst().isNewline { line += 1 }
    }
}
