/// One question to a server.
package struct HTTPRequest: Sendable {
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    package typealias Field = (name: String, value: String)

    package var method: Method
    package var server: ServerURL
    /// Below the server's URL, without a slash in front: `api/v1/query`.
    package var path: String
    /// POST sends them as the form-encoded body, GET as the query.
    package var form: [Field]
    /// What POST sends in place of a form.
    package var json: String?
    package var headers: [Field]
    /// Seconds for the whole request, redirects included.
    package var timeout: Double
    /// Seconds until connected, TLS included.
    package var connectTimeout: Double
    /// The most that the answer may have, decompressed.
    package var maximumBytes: Int

    package var url: String { server.endpoint(path) }

    package init(
        _ method: Method,
        _ server: ServerURL,
        _ path: String,
        form: [Field] = [],
        json: String? = nil,
        headers: [Field] = [],
        timeout: Double,
        connectTimeout: Double,
        maximumBytes: Int
    ) {
        self.method = method
        self.server = server
        self.path = path
        self.form = form
        self.json = json
        self.headers = headers
        self.timeout = timeout
        self.connectTimeout = connectTimeout
        self.maximumBytes = maximumBytes
    }
}

/// A server's answer, whatever its status.
package struct HTTPResponse: Sendable {
    package var status: Int
    package var contentType: String?
    /// Seconds, from a `Retry-After` header with a number or a date.
    package var retryAfter: Int?
    /// Decompressed.
    package var body: [UInt8]
    /// How long the body was on its way, before it was decompressed.
    package var receivedBytes: Int

    /// - Parameter receivedBytes: nil where the body came as it is.
    init(
        status: Int, contentType: String? = nil, retryAfter: Int? = nil, body: [UInt8], receivedBytes: Int? = nil
    ) {
        self.status = status
        self.contentType = contentType
        self.retryAfter = retryAfter
        self.body = body
        self.receivedBytes = receivedBytes ?? body.count
    }
}

/// What carries requests to servers: libcurl, or a test's answers.
package protocol HTTPTransport {
    /// Waits for the whole answer. A status such as 404 or 503 is an answer, not an error.
    func send(_ request: HTTPRequest) throws(TransportError) -> HTTPResponse

    /// Has a request go out at the same time as the next that is sent, or when an answer is awaited; nil where it can't.
    func begin(_ request: HTTPRequest) -> (any AwaitedAnswer)?

    /// What it sends along that no message may repeat.
    var secrets: Secrets { get }
}

/// What comes of a request that is under way. Dropped, it is called off.
package protocol AwaitedAnswer {
    /// Waits for the whole answer. May be called once.
    func wait() throws(TransportError) -> HTTPResponse
}

extension HTTPTransport {
    package var secrets: Secrets { Secrets() }
    package func begin(_ request: HTTPRequest) -> (any AwaitedAnswer)? { nil }
}
