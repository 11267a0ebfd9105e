import Glibc

/// A port whose connections are never served.
package final class UnansweringServer: Sendable {
    private let listener: Int32
    package let port: Int

    /// The system accepts connections on behalf of a listener that does not come to it.
    init() throws {
        listener = try Sockets.listen()
        port = Sockets.port(of: listener)
    }

    deinit { close(listener) }
}
