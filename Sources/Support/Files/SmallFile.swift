import Glibc
import Support

/// Reads the files that people write by hand.
enum SmallFile {
    private static let maximumBytes = 1 << 20

    static func text(of path: String) throws(AccessError) -> String {
        guard let text = String(validating: try bytes(of: path), as: UTF8.self) else {
            throw .malformed(path: path, line: nil, reason: "it is not UTF-8 text")
        }
        return text
    }

    static func bytes(of path: String) throws(AccessError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(path: path, SystemReason.text(errno)) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .unreadable(path: path, SystemReason.text(errno)) }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
            guard bytes.count <= maximumBytes else { throw .unreadable(path: path, "it is larger than 1 MiB") }
        }
    }
}
