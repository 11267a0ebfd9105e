import Glibc

/// A connection that has sent the beginning of a request and then nothing more.
struct SlowConnection {
    private let descriptor: Int32

    init(port: Int) throws {
        descriptor = try Loopback.connection(port: port)
        let beginning = "GET /"
        _ = send(descriptor, beginning, beginning.utf8.count, Int32(MSG_NOSIGNAL))
    }

    func close() { _ = Glibc.close(descriptor) }
}
