import Glibc

/// A connection that has asked once and then stays open, as browsers leave them.
struct KeptConnection {
    struct Failure: Error {}

    private let descriptor: Int32

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        let request = "GET /api/health/ HTTP/1.1\r\nHost: x\r\n\r\n"
        var reply = [UInt8](repeating: 0, count: 4096)
        guard connected == 0, send(descriptor, request, request.utf8.count, 0) > 0,
            recv(descriptor, &reply, reply.count, 0) > 0
        else { throw Failure() }
    }

    func close() { _ = Glibc.close(descriptor) }
}
