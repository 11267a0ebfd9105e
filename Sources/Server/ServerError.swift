import Latency
import Support

/// Why the server can't serve.
package enum ServerError: ExplainedError, Equatable {
    /// The address can't be listened on: the port is taken, or not allowed, or the host is not this machine's.
    case cannotListen(address: ListeningAddress, reason: String)

    package var message: String {
        switch self {
        case .cannotListen(.network(let host, let port), let reason): "cannot listen on \(host):\(port): \(reason)"
        case .cannotListen(.unixSocket(let path), let reason): "cannot listen on \(path): \(reason)"
        case .cannotListen(.inherited(let descriptor), let reason):
            "cannot listen on descriptor \(descriptor): \(reason)"
        }
    }

    package var hint: Hint? {
        switch self {
        case .cannotListen(.network, _): "choose another one with \(.port) or \(.host)"
        case .cannotListen(.unixSocket, _): "choose another one with \(.unixSocket)"
        case .cannotListen(.inherited, _): "LISTEN_FDS must name one listening stream socket"
        }
    }

    /// Takes the reason from an error of the network library, whose descriptions look like
    /// `bind(descriptor:ptr:bytes:): Address already in use) (errno: 98)`.
    init(listeningOn address: ListeningAddress, failedWith error: any Error) {
        var reason = String(describing: error)
        if let call = reason.firstRange(of: ": ") { reason = String(reason[call.upperBound...]) }
        if let number = reason.firstRange(of: " (err") { reason = String(reason[..<number.lowerBound]) }
        if reason.hasSuffix(")"), !reason.contains("(") { reason.removeLast() }
        self = .cannotListen(address: address, reason: reason.prefix(1).lowercased() + reason.dropFirst())
    }
}
