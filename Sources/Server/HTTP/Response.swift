import NIOCore
import NIOHTTP1

/// What is sent, but for the date and what belongs to the connection.
struct Response: Sendable {
    var status: HTTPResponseStatus
    var headers: HTTPHeaders
    var body: Body

    /// What is sent behind the head.
    enum Body: Sendable {
        case bytes(ByteBuffer)
        /// The bytes that were compressed.
        case expanded(AnswerBody.Compressed)
        /// Made while it is sent.
        case streamed(StreamedBody)

        /// How many bytes are sent; nil where nobody knows before.
        var length: Int? {
            switch self {
            case .bytes(let bytes): bytes.readableBytes
            case .expanded(let body): body.length
            case .streamed: nil
            }
        }
    }

    /// With the headers that everything has.
    init(
        _ status: HTTPResponseStatus, policy: String? = nil, headers: HTTPHeaders = [:], body: ByteBuffer = ByteBuffer()
    ) {
        self.init(status, policy: policy, headers: headers, content: .bytes(body))
    }

    init(_ status: HTTPResponseStatus, policy: String?, headers: HTTPHeaders, content: Body) {
        self.status = status
        body = content
        self.headers = [
            // Whoever may ask may also read the answer from a page of theirs: nothing here goes by cookies.
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Expose-Headers": "ETag, WWW-Authenticate, \(WarningHeader.name)",
            "Content-Security-Policy": policy ?? Response.strictestPolicy,
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        ]
        self.headers.add(contentsOf: headers)
    }

    static func moved(to place: String) -> Response { Response(.permanentRedirect, headers: ["Location": place]) }

    /// Under it a document may load and run nothing, and no page may frame it.
    private static let strictestPolicy = "default-src 'none'; frame-ancestors 'none'"
}
