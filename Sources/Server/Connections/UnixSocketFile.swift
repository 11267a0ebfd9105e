import Glibc
import Support

/// The file of a Unix socket, which stays behind where a server was killed.
enum UnixSocketFile {
    /// Makes way for a new socket: removes one that nobody listens on. Returns why it can't.
    static func makeWay(at path: String) -> String? {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        guard status.st_mode & S_IFMT == S_IFSOCK else { return "there is a file that is not a socket" }
        if isListenedOn(path) { return "address already in use" }
        return unlink(path) == 0 ? nil : SystemReason.text(errno)
    }

    private static func isListenedOn(_ path: String) -> Bool {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let fits = withUnsafeMutableBytes(of: &address.sun_path) { place in
            guard path.utf8.count < place.count else { return false }
            place.copyBytes(from: path.utf8)
            return true
        }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard fits, descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
    }
}
