/// The checked base URL of a Prometheus-compatible server, such as `https://mimir.example/prometheus`.
///
/// It has a scheme (http or https), a host, perhaps a port and a path prefix, and nothing else: no credentials, no query.
/// Scheme and host are lower case; trailing slashes are gone.
package struct ServerURL: Hashable, Sendable, CustomStringConvertible {
    let isEncrypted: Bool
    /// An IPv6 address keeps its brackets.
    let host: String
    /// nil: the scheme's own.
    let explicitPort: Int?
    /// Empty, or begins with a slash and does not end with one.
    let path: String

    /// The URL for people and for storage.
    package var text: String { origin + path }
    package var description: String { text }

    /// Scheme, host and port, where connections go to.
    package var origin: String {
        (isEncrypted ? "https://" : "http://") + host + (explicitPort.map { ":\($0)" } ?? "")
    }

    var port: Int { explicitPort ?? (isEncrypted ? 443 : 80) }

    /// Whether it is named as this machine, to which a connection leads through no network.
    var isLoopback: Bool { host == "localhost" || host.hasPrefix("127.") || host == "[::1]" }

    /// The URL of a path below the base: `api/v1/query`.
    package func endpoint(_ path: String) -> String { text + "/" + path }

    package init(_ text: String) throws(ServerURLError) {
        // Before anything else, since every other message repeats parts of the text. A raw @ is refused even in the path:
        // `http://me:12/34@host` would else be the host `me`, and half the password part of messages.
        guard !text.utf8.contains(UInt8(ascii: "@")) else { throw .credentials }
        guard !text.isEmpty else { throw .empty }
        guard let colon = text.range(ofFirst: "://") else { throw .noScheme(ServerURLError.quotable(text)) }
        switch text[..<colon.lowerBound].lowercased() {
        case "http": isEncrypted = false
        case "https": isEncrypted = true
        case let other: throw .scheme(ServerURLError.quotable(other))
        }
        let rest = text[colon.upperBound...]
        guard !rest.contains("?"), !rest.contains("#") else { throw .query }
        let authority = rest.prefix { $0 != "/" }
        (host, explicitPort) = try Self.hostAndPort(authority, of: text)
        var path = rest.dropFirst(authority.count)
        while path.hasSuffix("/") { path.removeLast() }
        guard path.utf8.allSatisfy(Self.isPathByte) else { throw .path(ServerURLError.quotable(text)) }
        self.path = String(path)
    }

    private static func hostAndPort(_ authority: Substring, of text: String) throws(ServerURLError) -> (String, Int?) {
        let host: Substring
        if authority.hasPrefix("[") {
            guard let bracket = authority.firstIndex(of: "]") else { throw .host(ServerURLError.quotable(text)) }
            host = authority[...bracket]
        } else {
            host = authority.prefix { $0 != ":" }
        }
        guard isHost(host) else { throw .host(ServerURLError.quotable(text)) }
        let rest = authority[host.endIndex...]
        guard !rest.isEmpty else { return (host.lowercased(), nil) }
        let digits = rest.dropFirst()
        guard rest.hasPrefix(":"), digits.count <= 5, digits.utf8.allSatisfy(isDigit), let port = Int(digits),
            1...65535 ~= port
        else { throw .port(ServerURLError.quotable(text)) }
        return (host.lowercased(), port)
    }

    /// A name, an IPv4 address, or an IPv6 address in brackets, perhaps with a zone (`%25eth0`). Whether it exists is the
    /// resolver's business; letters beyond ASCII are left to its idea of international names.
    private static func isHost(_ host: Substring) -> Bool {
        if host.hasPrefix("[") {
            let inside = host.dropFirst().dropLast()
            let address = inside.prefix { $0 != "%" }
            let zone = inside[address.endIndex...]
            return address.contains(":") && address.utf8.allSatisfy { isHexDigit($0) || $0 == 0x3A || $0 == 0x2E }
                && (zone.isEmpty || zone.hasPrefix("%25") && zone.dropFirst(3).utf8.allSatisfy(isNameByte))
        }
        return !host.isEmpty && host.utf8.allSatisfy { isNameByte($0) || $0 >= 0x80 }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }
    private static func isLetter(_ byte: UInt8) -> Bool { 0x61...0x7A ~= byte | 0x20 }
    private static func isHexDigit(_ byte: UInt8) -> Bool { isDigit(byte) || 0x61...0x66 ~= byte | 0x20 }
    private static func isNameByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || isLetter(byte) || "-._".utf8.contains(byte)
    }

    /// RFC 3986's characters of a path, with percent signs as they are.
    private static func isPathByte(_ byte: UInt8) -> Bool {
        isNameByte(byte) || "/~%!$&'()*+,;=:".utf8.contains(byte)
    }
}

extension StringProtocol {
    /// The first occurrence of an ASCII separator.
    fileprivate func range(ofFirst separator: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(separator) { return start..<index(start, offsetBy: separator.count) }
            start = index(after: start)
        }
        return nil
    }
}
