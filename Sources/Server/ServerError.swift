import Latency

/// Why the server can't serve.
package enum ServerError: ExplainedError, Equatable {
    /// The address can't be listened on: the port is taken, or not allowed, or the host is not this machine's.
    case cannotListen(host: String, port: Int, reason: String)

    package var message: String {
        switch self {
        case .cannotListen(let host, let port, let reason): "cannot listen on \(host):\(port): \(reason)"
        }
    }

    package var hint: String? {
        switch self {
        case .cannotListen: "choose another one with --port or --host"
        }
    }

    /// Takes the reason from an error of the network library, whose descriptions look like
    /// `bind(descriptor:ptr:bytes:): Address already in use) (errno: 98)`.
    init(listeningOn host: String, port: Int, failedWith error: any Error) {
        var reason = String(describing: error)
        if let call = reason.firstRange(of: ": ") { reason = String(reason[call.upperBound...]) }
        if let number = reason.firstRange(of: " (err") { reason = String(reason[..<number.lowerBound]) }
        if reason.hasSuffix(")"), !reason.contains("(") { reason.removeLast() }
        self = .cannotListen(host: host, port: port, reason: reason.prefix(1).lowercased() + reason.dropFirst())
    }
}
