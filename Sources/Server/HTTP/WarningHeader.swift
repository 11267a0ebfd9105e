import Support

/// Tells, beside a body that has no place for it, what is damaged and left out.
enum WarningHeader {
    static let name = "X-Metricsctl-Warning"

    /// Proxies take heads of a few kilobytes.
    static let maximumLength = 1000

    /// The value: as many warnings as there is room for, `; ` between them, and how many more there are. nil without any.
    ///
    /// A model's name may have any bytes, and a header must not: those that are no visible ASCII, and `%`, are percent-encoded.
    static func value(_ warnings: [String]) -> String? {
        guard let first = warnings.first else { return nil }
        var value = String(encoded(first).prefix(maximumLength))
        for (index, warning) in warnings.enumerated().dropFirst() {
            let next = "; \(encoded(warning))"
            guard value.utf8.count + next.utf8.count <= maximumLength else {
                return "\(value); and \(warnings.count - index) more"
            }
            value += next
        }
        return value
    }

    private static func encoded(_ text: String) -> String {
        let bytes = text.utf8.flatMap { byte in
            0x20..<0x7F ~= byte && byte != UInt8(ascii: "%") ? [byte] : PercentEncoding.encoded(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
