import NIOHTTP1

extension HTTPRequestHead {
    /// Whether it has one `Host` header, as requests of HTTP/1.1 must (RFC 9112, 3.2): with none, or two, a proxy on the
    /// way and this server may take it for another one. What the header says is not looked at, and appears in no answer.
    var namesItsHost: Bool {
        let count = headers.reduce(0) { $1.name.lowercased() == "host" ? $0 + 1 : $0 }
        return count == 1 || (count == 0 && version.minor == 0)
    }
}
