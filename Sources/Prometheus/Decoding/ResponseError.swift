import HTTPClient
import Support

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
    /// What the answer holds would take more memory than the caller gives, in bytes.
    case tooMuchMemory(limit: Int)
    /// Two series have these labels.
    case repeatedSeries(labels: String)
    /// A series has labels that the query leaves none of.
    case unaskedLabels(String)
    /// A sample has a time that was not asked for, in seconds since 1970 UTC.
    case unaskedTime(Double)
    /// A sample is not later than the one before it in its series, and no copy of it.
    case unorderedTime(Double)

    package var kind: FailureKind {
        switch self {
        case .empty, .notJSON, .truncated, .malformed, .missing, .wrongType, .tooManySeries, .tooMuchMemory,
            .repeatedSeries, .unaskedLabels, .unaskedTime, .unorderedTime:
            .badResponse
        case .server: .rejected
        }
    }
}
