import CCurl
import Glibc
import Support

/// A transfer that failed, as curl tells it. The code chooses the error; curl's text is detail only.
struct CurlFailure {
    let code: CURLcode
    let handle: UnsafeMutableRawPointer
    let reason: String
    let secrets: Secrets

    /// `hasBody`: the answer had begun.
    func explained(_ request: HTTPRequest, _ access: ServerAccess, hasBody: Bool) -> TransportError {
        let url = request.server.text
        let server = access.unixSocket.map { "\(url) over \($0)" } ?? url
        switch code {
        case CURLE_ABORTED_BY_CALLBACK: return .interrupted(server: server)
        case CURLE_SSL_CERTPROBLEM:
            return .unusableKey(path: access.key ?? access.certificate ?? "", reason: detail)
        case CURLE_SSL_CACERT_BADFILE where access.authorities != nil:
            return .unusableAuthorities(path: access.authorities ?? "")
        case _ where isAboutClientCertificate:
            return .clientCertificate(server: server, reason: detail)
        case CURLE_COULDNT_RESOLVE_HOST: return .noSuchHost(server: server)
        case CURLE_COULDNT_RESOLVE_PROXY: return .noSuchProxy(server: server)
        case CURLE_OPERATION_TIMEDOUT:
            guard isConnected else {
                let limit = min(request.connectTimeout, request.timeout)
                return .connectTimeout(server: server, seconds: limit)
            }
            return .timeout(server: server, seconds: request.timeout)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR:
            return .certificate(server: server, reason: detail)
        case CURLE_PARTIAL_FILE: return .cutOff(server: server)
        case CURLE_RECV_ERROR where hasBody: return .cutOff(server: server)
        case CURLE_GOT_NOTHING:
            return .unreachable(server: server, reason: "the connection was closed without an answer")
        case CURLE_SSL_CONNECT_ERROR: return .unreachable(server: server, reason: "TLS failed: \(detail)")
        case CURLE_COULDNT_CONNECT, CURLE_SEND_ERROR, CURLE_RECV_ERROR:
            return .unreachable(server: server, reason: systemReason ?? detail)
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING, CURLE_WRITE_ERROR:
            return .notHTTP(server: server, reason: detail)
        case CURLE_OUT_OF_MEMORY, CURLE_URL_MALFORMAT, CURLE_FAILED_INIT:
            return .unsendable(server: server, reason: detail)
        default: return .unreachable(server: server, reason: detail)
        }
    }

    /// Ready to send: the TLS handshake, if any, is done.
    private var isConnected: Bool { ccurl_get_offset(handle, CURLINFO_PRETRANSFER_TIME_T) > 0 }

    /// OpenSSL tells the server's alerts in words of its own, at the handshake or, with TLS 1.3, at the first read.
    private var isAboutClientCertificate: Bool {
        reason.contains(" alert ") && (reason.contains("certificate") || reason.contains("unknown ca"))
    }

    private var systemReason: String? {
        let number = Int32(truncatingIfNeeded: ccurl_get_long(handle, CURLINFO_OS_ERRNO))
        return number == 0 ? nil : SystemReason.text(number)
    }

    /// The last part of texts such as `SSL certificate problem: self-signed certificate` and
    /// `error:0A00010B:SSL routines::wrong version number`.
    ///
    /// A reason with an @ may repeat the environment's proxy URL with its password: then curl's general text for the code.
    private var detail: String {
        let isUsable = !reason.isEmpty && !reason.contains("@")
        let text = isUsable ? reason : String(cString: ccurl_easy_strerror(code))
        let parts = text.split(separator: ": ").last?.split(separator: "::").last
        return SystemReason.lowered(secrets.line(String(parts ?? ""), limit: 120))
    }
}
