import NIOCore
import NIOHTTP1
import Questions
import Rendering

/// Failures, as JSON on every path.
extension Response {
    static let methods = "GET, HEAD, OPTIONS"

    /// Nothing on the way may keep it: it may be over by the next request.
    static func failure(_ status: HTTPResponseStatus, _ message: String, headers: HTTPHeaders = [:]) -> Response {
        let text = JSONRendering(zone: .utc, indented: false).text(ofError: message)
        var all: HTTPHeaders = ["Content-Type": Content.json, "Cache-Control": "no-store"]
        all.add(contentsOf: headers)
        return Response(status, headers: all, body: ByteBuffer(string: text))
    }

    static func notAllowed(_ method: String, because reason: String = "this API is read-only") -> Response {
        failure(.methodNotAllowed, "\(method) is not allowed: \(reason)", headers: ["Allow": methods])
    }

    /// Others hold what there is room for.
    static let crowded = failure(
        .serviceUnavailable, "too many long answers wait for slow clients, try again", headers: ["Retry-After": "10"])

    /// A token that adds marks tells nobody anything.
    static let writesOnly = failure(.forbidden, "this token writes and does not read")

    /// Browsers ask for a password then, and take the token for one.
    static let unauthorized = failure(
        .unauthorized, "a token is needed: as a bearer token, or as the password of any user",
        headers: [
            "WWW-Authenticate": #"Basic realm="metricsctl", charset="UTF-8""#,
            "WWW-Authenticate": #"Bearer realm="metricsctl""#,
        ])
}
