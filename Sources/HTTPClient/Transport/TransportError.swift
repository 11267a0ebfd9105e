import Support

/// Why there is no answer to a request. `server` is the asked server's URL as people wrote it.
package enum TransportError: ExplainedError, Hashable {
    /// No libcurl on this machine; the loader's reason.
    case libraryMissing(reason: String)
    /// libcurl can't take the request, for example for lack of memory, or a header has a line break.
    case unsendable(server: String, reason: String)
    /// The name does not resolve.
    case noSuchHost(server: String)
    /// The name of the proxy from the environment does not resolve.
    case noSuchProxy(server: String)
    /// No connection, or it broke before an answer came: refused, no route, reset, TLS.
    case unreachable(server: String, reason: String)
    /// Neither connected nor refused in time, in seconds.
    case connectTimeout(server: String, seconds: Double)
    /// Connected, but no whole answer in time, in seconds.
    case timeout(server: String, seconds: Double)
    /// The time for all requests together, in seconds, was over before this one could be sent.
    case outOfTime(server: String, seconds: Double)
    /// The server's TLS certificate is not to be trusted.
    case certificate(server: String, reason: String)
    /// The server asks for a client certificate, or for another one.
    case clientCertificate(server: String, reason: String)
    /// The client's certificate and key can't be used: another's, damaged, or behind a passphrase.
    case unusableKey(path: String, reason: String)
    /// The authorities to trust can't be read.
    case unusableAuthorities(path: String)
    /// The user or the system wants the program to end.
    case interrupted(server: String)
    /// The connection ended in the middle of the answer.
    case cutOff(server: String)
    /// More bytes, decompressed, than the request allows.
    case tooLarge(server: String, maximumBytes: Int)
    /// Not HTTP, or an encoding that libcurl can't undo.
    case notHTTP(server: String, reason: String)
    /// Sent on to where requests are not sent.
    case redirected(server: String, target: String, problem: RedirectProblem)
    /// Sent on again and again.
    case tooManyRedirects(server: String)

    /// What is wrong with a redirect's target.
    package enum RedirectProblem: String, Sendable {
        case anotherHost = "another host"
        case anotherPort = "another port"
        case unencrypted = "not encrypted"
        case notHTTP = "no http or https URL"
    }

    package var kind: FailureKind {
        switch self {
        case .libraryMissing, .unsendable, .noSuchHost, .noSuchProxy, .unreachable, .connectTimeout, .certificate,
            .unusableAuthorities, .interrupted:
            .unreachable
        case .clientCertificate, .unusableKey: .unauthorized
        case .timeout, .outOfTime: .timeout
        case .cutOff, .tooLarge, .notHTTP, .redirected, .tooManyRedirects: .badResponse
        }
    }

    /// Whether no connection came about.
    package var isUnreachable: Bool {
        switch self {
        case .noSuchHost, .unreachable, .connectTimeout: true
        default: false
        }
    }

    /// Whether the same request may well succeed a moment later.
    package var isTransient: Bool {
        switch self {
        case .noSuchHost, .noSuchProxy, .unreachable, .connectTimeout, .cutOff: true
        case .libraryMissing, .unsendable, .timeout, .outOfTime, .certificate, .clientCertificate, .unusableKey,
            .unusableAuthorities, .interrupted, .tooLarge, .notHTTP, .redirected, .tooManyRedirects:
            false
        }
    }

    package var message: String {
        switch self {
        case .libraryMissing(let reason): "cannot open libcurl: \(reason)"
        case .unsendable(let server, let reason): "cannot ask \(server): \(reason)"
        case .noSuchHost(let server): "cannot reach \(server): no such host"
        case .noSuchProxy(let server): "cannot reach \(server): no such proxy host"
        case .unreachable(let server, let reason): "cannot reach \(server): \(reason)"
        case .connectTimeout(let server, let seconds):
            "cannot reach \(server): no connection within \(Self.text(seconds)) s"
        case .timeout(let server, let seconds): "\(server): no answer within \(Self.text(seconds)) s"
        case .outOfTime(let server, let seconds): "\(server): not all answers came within \(Self.text(seconds)) s"
        case .certificate(let server, let reason): "cannot verify the certificate of \(server): \(reason)"
        case .clientCertificate(let server, let reason): "\(server) does not accept the client's certificate: \(reason)"
        case .unusableKey(let path, let reason): "cannot use the client's certificate and key \(path): \(reason)"
        case .unusableAuthorities(let path): "cannot use the certificates in \(path)"
        case .interrupted(let server): "stopped while asking \(server)"
        case .cutOff(let server): "\(server): the connection broke in the middle of the answer"
        case .tooLarge(let server, let bytes): "\(server): answer is larger than \(Self.size(bytes))"
        case .notHTTP(let server, let reason): "\(server): unreadable answer: \(reason)"
        case .redirected(let server, let target, let problem):
            "\(server): redirected to \(target), which is \(problem.rawValue)"
        case .tooManyRedirects(let server): "\(server): redirected too often"
        }
    }

    package var hint: Hint? {
        switch self {
        case .libraryMissing: "install it: apt-get install libcurl4"
        case .noSuchProxy: "check the proxy variables of the environment: http_proxy, https_proxy, all_proxy, no_proxy"
        case .noSuchHost, .unreachable, .connectTimeout:
            "check the server's URL, that the server runs, and the proxy variables of the environment, if any"
        case .timeout: "allow more time with \(.timeout), or ask for less at once"
        case .outOfTime: "nothing is lost: the next run goes on from there"
        case .certificate:
            "name the file of the authority that issued it with \(.authorities), or add it to the machine's trusted certificates"
        case .clientCertificate: "give one that the server's authority has issued with \(.certificate) and \(.key)"
        case .unusableKey: "it must be the key of that certificate, in PEM form and without a passphrase"
        case .unusableAuthorities: "it must hold certificates in PEM form"
        case .redirected: "give the URL of the server itself; one behind a login page can't be asked"
        case .tooManyRedirects: "check the server's URL and its proxy's configuration"
        case .notHTTP: "is there a Prometheus-compatible server at that port?"
        case .unsendable, .interrupted, .cutOff, .tooLarge: nil
        }
    }

    /// `10`, `0.3`.
    private static func text(_ seconds: Double) -> String {
        seconds == seconds.rounded() && abs(seconds) < 1e9 ? String(Int(seconds)) : String(seconds)
    }

    private static func size(_ bytes: Int) -> String {
        bytes >= 1 << 20 && bytes % (1 << 20) == 0 ? "\(bytes >> 20) MiB" : "\(bytes) bytes"
    }
}
