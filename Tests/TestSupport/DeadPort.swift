import Glibc

/// A port of 127.0.0.1 that is taken, so that no other test gets it, and never served.
package final class DeadPort: Sendable {
    private let descriptor: Int32
    package let port: Int

    package enum Behaviour: Sendable {
        /// Connections are refused.
        case refusing
        /// Connections come about, and nothing is ever said, not even to a TLS handshake.
        case silent
    }

    package init(_ behaviour: Behaviour) throws {
        // A listener that never accepts is enough for silence: the system connects on its behalf.
        descriptor = try behaviour == .refusing ? Sockets.bound() : Sockets.listen()
        port = Sockets.port(of: descriptor)
    }

    deinit { close(descriptor) }
}
