/// The `Accept-Encoding` header (RFC 9110, 12.5.3).
enum AcceptEncoding {
    /// Whether gzip is named, or `*`, with a weight above 0; what stands by name counts before `*`.
    static func takesGzip(_ values: [Substring]) -> Bool {
        var any = false
        for value in values {
            let parts = value.split(separator: ";").map { $0.filter { !$0.isWhitespace }.lowercased() }
            guard let name = parts.first else { continue }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            if name == "gzip" || name == "x-gzip" { return weight > 0 }
            if name == "*" { any = weight > 0 }
        }
        return any
    }
}
