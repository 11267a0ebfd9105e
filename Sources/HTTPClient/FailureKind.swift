/// Why a server could not be asked, in the words that an archived run keeps.
package enum FailureKind: String, Hashable, Sendable {
    /// No connection: refused, no such host, TLS trouble, or broken off before the answer.
    case unreachable
    /// Connected, but no whole answer in the time given.
    case timeout
    /// 401 or 403.
    case unauthorized
    /// The server understood the query and refused it.
    case rejected
    /// An answer that says itself that it is incomplete.
    case partialData = "partial_data"
    /// An answer that is no usable answer: HTML, cut off, too large, redirected elsewhere.
    case badResponse = "bad_response"
}
