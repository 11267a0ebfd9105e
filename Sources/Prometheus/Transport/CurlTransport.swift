import CCurl

/// Requests over libcurl. One handle serves all requests, so that connections are kept alive between them.
///
/// Proxies come from the environment, certificates are always checked, and a redirect is followed only on the same host.
/// Not for use by several threads at once.
package final class CurlTransport: HTTPTransport {
    private let handle: UnsafeMutableRawPointer
    private let userAgent: String
    private let access: ServerAccess
    private let isInterrupted: () -> Bool
    package let secrets: Secrets

    private static let maximumRedirects = 5

    /// Opens libcurl.
    ///
    /// - Parameters:
    ///   - userAgent: `metricsctl/1.0`.
    ///   - access: what the server asks for. Since redirects to other hosts are refused, no other gets to see it.
    ///   - isInterrupted: asked before and during requests; no more of them once it is true.
    package init(
        userAgent: String, access: ServerAccess = ServerAccess(), isInterrupted: @escaping () -> Bool = { false }
    ) throws(TransportError) {
        if let reason = ccurl_open() { throw .libraryMissing(reason: String(cString: reason)) }
        guard let handle = ccurl_easy_init() else { throw .libraryMissing(reason: "no memory for a handle") }
        self.handle = handle
        self.userAgent = userAgent
        self.access = access
        secrets = Secrets(access, proxies: Secrets.environmentProxies)
        self.isInterrupted = isInterrupted
    }

    /// Its name and version, and those of what it uses; nil where there is none.
    package static var libraryVersion: String? { ccurl_open() == nil ? String(cString: ccurl_version()) : nil }

    deinit { ccurl_easy_cleanup(handle) }

    /// A redirect is followed with the same method and form, whatever its status says: a query asked again without its
    /// form is another query.
    package func send(_ request: HTTPRequest) throws(TransportError) -> HTTPResponse {
        let form = FormEncoding.encode(request.form)
        var url = request.url
        if request.method == .get, !form.isEmpty { url += "?" + form }
        var origin = request.server
        let start = ContinuousClock.now
        for _ in 0...Self.maximumRedirects {
            let remaining = request.timeout - (ContinuousClock.now - start) / .seconds(1)
            guard !isInterrupted() else { throw .interrupted(server: request.server.text) }
            guard remaining > 0 else { throw .timeout(server: request.server.text, seconds: request.timeout) }
            let exchange = CurlExchange(
                handle: handle, request: request, access: access, secrets: secrets, isInterrupted: isInterrupted)
            let response = try exchange.perform(
                url: url, body: request.json ?? form, userAgent: userAgent, seconds: remaining)
            guard 300..<400 ~= response.status, let target = exchange.redirectTarget else { return response }
            let redirect = try Redirect(to: target, from: origin, of: request.server, hiding: secrets)
            (url, origin) = (redirect.url, redirect.origin)
        }
        throw .tooManyRedirects(server: request.server.text)
    }
}
