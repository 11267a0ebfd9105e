/// Why something could not be asked, or its answer not be kept. The raw values are stored in archives and shown by `health`:
/// they never change.
package enum FailureKind: String, CaseIterable, Sendable {
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
    /// The archive could not be read or written.
    case storage
}
