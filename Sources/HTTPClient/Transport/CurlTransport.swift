import CCurl
import Support

/// Requests over libcurl, which keeps connections alive between them. One handle serves all that are sent one after the
/// other.
///
/// Proxies come from the environment, certificates are always checked, and a redirect is followed only on the same host.
/// Not for use by several threads at once.
package final class CurlTransport: HTTPTransport {
    private let handle: UnsafeMutableRawPointer
    private let multi: UnsafeMutableRawPointer
    /// What goes out with the next request.
    private var waiting: [Waiting] = []
    private let userAgent: String
    private let access: ServerAccess
    private let isInterrupted: () -> Bool
    package let secrets: Secrets

    private struct Waiting {
        weak var answer: CurlAwaitedAnswer?
    }

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
        guard let handle = ccurl_easy_init(), let multi = ccurl_multi_init() else {
            throw .libraryMissing(reason: "no memory for a handle")
        }
        self.handle = handle
        self.multi = multi
        self.userAgent = userAgent
        self.access = access
        secrets = Secrets(access, proxies: Secrets.environmentProxies)
        self.isInterrupted = isInterrupted
    }

    /// Does something while libcurl opens, which takes as long as all else that comes before a first request.
    package static func whileOpening<T>(_ body: () -> T) -> T {
        // An exit must not come upon it half open.
        Threads.beside({ _ = ccurl_open() }, body)
    }

    /// Its name and version, and those of what it uses; nil where there is none.
    package static var libraryVersion: String? { ccurl_open() == nil ? String(cString: ccurl_version()) : nil }

    deinit {
        ccurl_easy_cleanup(handle)
        ccurl_multi_cleanup(multi)
    }

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
            let exchange = exchange(of: request, on: handle)
            try exchange.begin(url: url, body: request.json ?? form, userAgent: userAgent, seconds: remaining)
            // Only now: a server that takes one at a time gets to see the more important one first.
            beginWaiting()
            let response = try exchange.answer()
            guard 300..<400 ~= response.status, let target = exchange.redirectTarget else { return response }
            let redirect = try Redirect(to: target, from: origin, of: request.server, hiding: secrets)
            (url, origin) = (redirect.url, redirect.origin)
        }
        throw .tooManyRedirects(server: request.server.text)
    }

    package func begin(_ request: HTTPRequest) -> (any AwaitedAnswer)? {
        guard request.method == .post, let handle = ccurl_easy_init() else { return nil }
        let answer = CurlAwaitedAnswer(exchange(of: request, on: handle), request, handle: handle, of: self)
        waiting.append(Waiting(answer: answer))
        return answer
    }

    /// Lets go out what waits for the next request, or for an answer.
    fileprivate func beginWaiting() {
        for one in waiting { one.answer?.begin(userAgent: userAgent) }
        waiting = []
    }

    private func exchange(of request: HTTPRequest, on handle: UnsafeMutableRawPointer) -> CurlExchange {
        CurlExchange(
            handle: handle, in: multi, request: request, access: access, secrets: secrets,
            isInterrupted: isInterrupted)
    }
}

/// A request that goes out beside another, on a handle of its own.
private final class CurlAwaitedAnswer: AwaitedAnswer {
    private var exchange: CurlExchange?
    private let request: HTTPRequest
    private let handle: UnsafeMutableRawPointer
    /// Has what carries the exchange.
    private let transport: CurlTransport
    private var failure: TransportError?

    init(
        _ exchange: CurlExchange, _ request: HTTPRequest, handle: UnsafeMutableRawPointer, of transport: CurlTransport
    ) {
        self.exchange = exchange
        self.request = request
        self.handle = handle
        self.transport = transport
    }

    deinit {
        exchange = nil
        ccurl_easy_cleanup(handle)
    }

    func begin(userAgent: String) {
        do throws(TransportError) {
            try exchange?.begin(
                url: request.url, body: FormEncoding.encode(request.form), userAgent: userAgent,
                seconds: request.timeout)
        } catch { failure = error }
    }

    func wait() throws(TransportError) -> HTTPResponse {
        defer { exchange = nil }
        transport.beginWaiting()
        if let failure { throw failure }
        guard let response = try exchange?.answer(), !(300..<400 ~= response.status) else {
            return try transport.send(request)
        }
        return response
    }
}
