/// Why an answer's body can't be used. Texts are as the server wrote them; the client, which knows the URL and what is
/// secret, makes a message of them.
package enum ResponseError: Error, Hashable, Sendable {
    /// No byte but white space.
    case empty
    /// Not even the beginning of JSON, mostly HTML or plain text.
    case notJSON(beginning: String)
    /// The end comes too early, after so many bytes.
    case truncated(bytes: Int)
    /// Not JSON by RFC 8259, or not the API's shape: what was expected, at which byte.
    case malformed(String, byte: Int)
    /// JSON that lacks a part which every answer has: `status`, `data`.
    case missing(String)
    /// The server answered with an error, in the API's form.
    case server(errorType: String, message: String)
    /// Another result type than the query's, such as a string.
    case wrongType(got: String, expected: String)
    /// More series than the caller takes.
    case tooManySeries(limit: Int)

    package var kind: FailureKind {
        switch self {
        case .empty, .notJSON, .truncated, .malformed, .missing, .wrongType, .tooManySeries: .badResponse
        case .server: .rejected
        }
    }
}
