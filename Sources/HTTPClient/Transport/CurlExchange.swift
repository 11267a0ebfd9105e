import CCurl

/// One request and its answer on a curl handle, without following redirects.
final class CurlExchange {
    private let handle: UnsafeMutableRawPointer
    private let multi: UnsafeMutableRawPointer
    private let request: HTTPRequest
    private let access: ServerAccess
    private let secrets: Secrets
    private let isInterrupted: () -> Bool
    private var headers: UnsafeMutablePointer<curl_slist>?
    /// curl writes its reasons here.
    private let reason = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    private let ending = UnsafeMutablePointer<ccurl_ending>.allocate(capacity: 1)
    private var body: [UInt8] = []
    private var isTooLarge = false
    /// Where a redirect points to, absolute. nil: the answer is none.
    private(set) var redirectTarget: String?

    /// - Parameters:
    ///   - multi: what carries all transfers of a transport, and keeps their connections.
    ///   - isInterrupted: asked again and again; ends the exchange when it is true.
    init(
        handle: UnsafeMutableRawPointer, in multi: UnsafeMutableRawPointer, request: HTTPRequest, access: ServerAccess,
        secrets: Secrets, isInterrupted: @escaping () -> Bool
    ) {
        self.handle = handle
        self.multi = multi
        self.request = request
        self.access = access
        self.secrets = secrets
        self.isInterrupted = isInterrupted
        reason.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        ending.initialize(to: ccurl_ending())
    }

    deinit {
        ccurl_multi_remove(multi, handle)
        // Forgets all that is freed here.
        ccurl_easy_reset(handle)
        ccurl_slist_free_all(headers)
        reason.deallocate()
        ending.deallocate()
    }

    /// Sends the request, which goes on while an exchange of the same transport is awaited.
    ///
    /// - Parameter seconds: what is left of the request's time.
    func begin(url: String, body content: String, userAgent: String, seconds: Double) throws(TransportError) {
        headers = try headerList()
        try set(ccurl_set_buffer(handle, CURLOPT_ERRORBUFFER, reason))
        try set(ccurl_set_headers(handle, headers))
        try set(ccurl_set_string(handle, CURLOPT_URL, url))
        try set(ccurl_set_string(handle, CURLOPT_USERAGENT, userAgent))
        try setBody(content)
        try setRules(seconds: seconds)
        try setAccess()
        try setReceiver()
        try set(ccurl_multi_add(multi, handle, ending))
    }

    func answer() throws(TransportError) -> HTTPResponse {
        let code = withExtendedLifetime(self) { ccurl_multi_await(multi, ending) }
        guard code == CURLE_OK else {
            if isTooLarge { throw .tooLarge(server: request.server.text, maximumBytes: request.maximumBytes) }
            let failure = CurlFailure(code: code, handle: handle, reason: String(cString: reason), secrets: secrets)
            throw failure.explained(request, access, hasBody: !body.isEmpty)
        }
        return response()
    }

    private func set(_ code: CURLcode) throws(TransportError) {
        guard code == CURLE_OK else {
            throw .unsendable(server: request.server.text, reason: String(cString: ccurl_easy_strerror(code)))
        }
    }

    private func setBody(_ content: String) throws(TransportError) {
        guard request.method == .post else { return }
        try set(ccurl_set_long(handle, CURLOPT_POST, 1))
        try set(ccurl_set_long(handle, CURLOPT_POSTFIELDSIZE, content.utf8.count))
        try set(ccurl_set_string(handle, CURLOPT_COPYPOSTFIELDS, content))
    }

    private func setRules(seconds: Double) throws(TransportError) {
        try set(ccurl_allow_only_http(handle))
        try set(ccurl_set_long(handle, CURLOPT_FOLLOWLOCATION, 0))
        try set(ccurl_set_long(handle, CURLOPT_NOSIGNAL, 1))
        try set(ccurl_set_long(handle, CURLOPT_SSL_VERIFYPEER, 1))
        try set(ccurl_set_long(handle, CURLOPT_SSL_VERIFYHOST, 2))
        // Empty: every encoding that this libcurl can undo. Where no network is spared by it, it only costs both ends time.
        let encoding = request.server.isLoopback ? "identity" : ""
        try set(ccurl_set_string(handle, CURLOPT_ACCEPT_ENCODING, encoding))
        try set(ccurl_set_long(handle, CURLOPT_TIMEOUT_MS, Self.milliseconds(seconds)))
        try set(ccurl_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(request.connectTimeout)))
    }

    /// Credentials are set for each request: the handle is reset after it.
    private func setAccess() throws(TransportError) {
        if let login = access.login {
            try set(ccurl_set_string(handle, CURLOPT_USERNAME, login.user))
            try set(ccurl_set_string(handle, CURLOPT_PASSWORD, login.password))
        }
        if let authorities = access.authorities { try set(ccurl_set_string(handle, CURLOPT_CAINFO, authorities)) }
        if let certificate = access.certificate {
            try set(ccurl_set_string(handle, CURLOPT_SSLCERT, certificate))
            try set(ccurl_set_string(handle, CURLOPT_SSLKEY, access.key ?? certificate))
            // Else OpenSSL asks on the terminal for the passphrase of a key that has one.
            try set(ccurl_set_string(handle, CURLOPT_KEYPASSWD, ""))
        }
        if let unixSocket = access.unixSocket {
            try set(ccurl_set_string(handle, CURLOPT_UNIX_SOCKET_PATH, unixSocket))
            try set(ccurl_set_string(handle, CURLOPT_NOPROXY, "*"))
        }
    }

    /// At least 1, since 0 means forever.
    private static func milliseconds(_ seconds: Double) -> Int {
        seconds < 1e6 ? max(1, Int(seconds * 1000)) : 1_000_000_000
    }

    /// The cap holds for decompressed bytes, as they come: a small answer may unpack to gigabytes.
    private func setReceiver() throws(TransportError) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        let receiver: ccurl_receiver = { bytes, _, count, context in
            guard let bytes, let context else { return 0 }
            let exchange = Unmanaged<CurlExchange>.fromOpaque(context).takeUnretainedValue()
            return exchange.receive(UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
        }
        try set(ccurl_set_receiver(handle, receiver, context))
        let interrupter: ccurl_interrupter = { context, _, _, _, _ in
            guard let context else { return 0 }
            return Unmanaged<CurlExchange>.fromOpaque(context).takeUnretainedValue().isInterrupted() ? 1 : 0
        }
        try set(ccurl_set_interrupter(handle, interrupter, context))
    }

    private func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count <= request.maximumBytes - body.count else {
            isTooLarge = true
            return false
        }
        // Once for all: growing would need both the old and the new memory. What is not written takes none.
        if body.isEmpty { body.reserveCapacity(request.maximumBytes) }
        body.append(contentsOf: bytes)
        return true
    }

    private func headerList() throws(TransportError) -> UnsafeMutablePointer<curl_slist>? {
        // Without an empty Expect, curl waits up to a second for "100 Continue" before it sends a long form.
        var list = ccurl_slist_append(nil, "Expect:")
        let type = request.json == nil ? [] : [(name: "Content-Type", value: "application/json")]
        for (name, value) in type + request.headers + access.headers {
            guard (name + value).utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
                ccurl_slist_free_all(list)
                throw .unsendable(server: request.server.text, reason: "the header \(name) has a control character")
            }
            list = ccurl_slist_append(list, "\(name): \(value)") ?? list
        }
        return list
    }

    private func response() -> HTTPResponse {
        redirectTarget = ccurl_get_string(handle, CURLINFO_REDIRECT_URL).map { String(cString: $0) }
        let retryAfter = Int(ccurl_get_offset(handle, CURLINFO_RETRY_AFTER))
        return HTTPResponse(
            status: ccurl_get_long(handle, CURLINFO_RESPONSE_CODE),
            contentType: ccurl_get_string(handle, CURLINFO_CONTENT_TYPE).map { String(cString: $0) },
            retryAfter: retryAfter > 0 ? retryAfter : nil,
            body: body,
            receivedBytes: Int(ccurl_get_offset(handle, CURLINFO_SIZE_DOWNLOAD_T))
        )
    }
}
