import Glibc

/// Sockets on 127.0.0.1, at ports that the system chooses, and in the file system.
package enum Sockets {
    struct Failure: Error { let code: Int32 }

    static func listen() throws -> Int32 {
        let listener = try bound()
        guard Glibc.listen(listener, 64) == 0 else {
            defer { close(listener) }
            throw Failure(code: errno)
        }
        return listener
    }

    /// A Unix domain socket at a path that is free.
    package static func listen(at path: String) throws -> Int32 {
        try unix(path) { socket, address, length in
            bind(socket, address, length) == 0 && Glibc.listen(socket, 64) == 0
        }
    }

    /// Whoever listens at a path.
    package static func connect(to path: String) throws -> Int32 {
        try unix(path) { Glibc.connect($0, $1, $2) == 0 }
    }

    private static func unix(
        _ path: String, _ begin: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Bool
    ) throws -> Int32 {
        let made = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard made >= 0 else { throw Failure(code: errno) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        let isDone = withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                begin(made, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard isDone else {
            defer { close(made) }
            throw Failure(code: errno)
        }
        return made
    }

    /// Whether all bytes could be sent.
    package static func sendAll(_ socket: Int32, _ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard sent > 0 else { return false }
            rest = rest.dropFirst(sent)
        }
        return true
    }

    /// Not listening yet: whoever connects is refused.
    static func bound() throws -> Int32 {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard listener >= 0 else { throw Failure(code: errno) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let code = withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else {
            defer { close(listener) }
            throw Failure(code: errno)
        }
        return listener
    }

    static func port(of listener: Int32) -> Int {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { address in
            _ = address.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &length) }
        }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
