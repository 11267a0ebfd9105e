/// What a `CannedServer` was asked.
package struct CannedRequest: Sendable {
    package var method = ""
    /// Without the query.
    package var path = ""
    package var query: [(name: String, value: String)] = []
    /// Names in lower case.
    package var headers: [String: String] = [:]
    package var body: [UInt8] = []
    /// Counts the server's connections, from 0.
    package var connection = 0

    /// The body's fields, decoded, in order.
    package var form: [(name: String, value: String)] {
        CannedRequest.fields(String(decoding: body, as: UTF8.self)[...])
    }

    /// The first of that name in the body, else in the query.
    package func field(_ name: String) -> String? { (form + query).first { $0.name == name }?.value }

    static func fields(_ text: Substring) -> [(name: String, value: String)] {
        text.split(separator: "&").map { field in
            let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (decoded(parts[0]), parts.count > 1 ? decoded(parts[1]) : "")
        }
    }

    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let value = UInt8(String(Substring(rest.prefix(2))), radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
