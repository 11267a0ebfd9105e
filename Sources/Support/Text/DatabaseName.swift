/// What names an archive in PostgreSQL rather than a file: a URL with one host or several, or a service of libpq's service
/// file. A file of such a name is named with its folder: `./service=x`.
package enum DatabaseName {
    package static func isOne(_ text: String) -> Bool {
        isURL(text) || text.beginsWith("service=")
    }

    /// Whether there is a password in it, wherever libpq, or a person, would look for one. Such a name is refused, and not
    /// repeated.
    package static func hasPassword(_ text: String) -> Bool {
        guard isURL(text) else { return hasPasswordKey(text.utf8.split { $0 <= 0x20 || $0 == UInt8(ascii: "=") }) }
        let beforeQuery = text.utf8.prefix { $0 != UInt8(ascii: "?") }
        let place = beforeQuery.drop { $0 != UInt8(ascii: "/") }
        if let at = place.lastIndex(of: UInt8(ascii: "@")), place[..<at].contains(UInt8(ascii: ":")) { return true }
        let settings = text.utf8.dropFirst(beforeQuery.count + 1).split(separator: UInt8(ascii: "&"))
        return hasPasswordKey(settings.map { $0.prefix { $0 != UInt8(ascii: "=") } })
    }

    /// Who owns the tables where `archive roles` made the roles.
    package static let usualOwner = "metricsctl_owner"

    /// The same archive as another user sees it; a service stays as it is, whose file names the user.
    package static func ofUser(_ user: String, _ text: String) -> String {
        guard isURL(text), let scheme = text.firstRange(of: "://") else { return text }
        let rest = text[scheme.upperBound...]
        let hosts = rest.prefix { $0 != "/" && $0 != "?" }
        let end = hosts.lastIndex(of: "@").map { rest.index(after: $0) } ?? rest.startIndex
        return "\(text[..<scheme.upperBound])\(user)@\(rest[end...])"
    }

    private static func isURL(_ text: String) -> Bool {
        text.beginsWith("postgresql://") || text.beginsWith("postgres://")
    }

    /// libpq reads keys with percent signs, too; nobody writes them.
    private static func hasPasswordKey(_ keys: [Substring.UTF8View]) -> Bool {
        keys.contains { key in
            let text = Substring(key).lowercased()
            return text == "password" || text == "sslpassword" || text.utf8.contains(UInt8(ascii: "%"))
        }
    }
}
