import HTTPClient

extension HTTPRequest {
    /// A request as the client makes them, with limits fit for tests.
    package static func test(
        _ url: String, _ method: Method = .post, path: String = "api/v1/query", form: [Field] = [("query", "up")],
        headers: [Field] = [], timeout: Double = 10, connectTimeout: Double = 5, maximumBytes: Int = 1 << 20
    ) throws -> HTTPRequest {
        HTTPRequest(
            method, try ServerURL(url), path, form: form, headers: headers, timeout: timeout,
            connectTimeout: connectTimeout, maximumBytes: maximumBytes)
    }
}

extension CurlTransport {
    package static func test() throws -> CurlTransport { try CurlTransport(userAgent: "metricsctl/test") }
}
