import Glibc

/// A text from outside that tells one thing from another: a model, a metric, a source, a label or its value.
///
/// Two are the same if their bytes are. Swift takes texts for equal that Unicode calls canonically equal, such as `é` as
/// one scalar and as two, and sorts them so; to a server and to SQLite they are two names.
package struct Name: Sendable {
    package let text: String

    package init(_ text: String) { self.text = text }
    package init(_ text: Substring) { self.text = String(text) }

    package var isEmpty: Bool { text.isEmpty }
    package var utf8: String.UTF8View { text.utf8 }

    /// What body makes of the bytes, which no zero ends.
    private func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        if let result = text.utf8.withContiguousStorageIfAvailable({ body(UnsafeRawBufferPointer($0)) }) {
            return result
        }
        return Array(text.utf8).withUnsafeBytes(body)
    }

    /// Below 0, 0 or above 0, as memcmp says it; of two that begin alike the shorter comes first.
    private func order(_ other: Name) -> Int {
        withBytes { own in
            other.withBytes { others in
                guard let first = own.baseAddress, let second = others.baseAddress else {
                    return own.count - others.count
                }
                let order = memcmp(first, second, min(own.count, others.count))
                return order == 0 ? own.count - others.count : Int(order)
            }
        }
    }
}

extension Name: Hashable, Comparable {
    package static func == (left: Name, right: Name) -> Bool {
        left.utf8.count == right.utf8.count && left.order(right) == 0
    }

    package static func < (left: Name, right: Name) -> Bool { left.order(right) < 0 }

    package func hash(into hasher: inout Hasher) {
        withBytes { hasher.combine(bytes: $0) }
        // No text has this byte: two names behind each other are not hashed as if they were one.
        hasher.combine(0xFF as UInt8)
    }
}

extension Name: ExpressibleByStringInterpolation, CustomStringConvertible {
    package init(stringLiteral text: String) { self.text = text }
    package var description: String { text }
}
