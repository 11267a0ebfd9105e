import Glibc

/// Reads the files that people write by hand.
package enum SmallFile {
    /// Why one can't be used.
    package enum Failure: ExplainedError {
        case unreadable(path: String, reason: String)
        case notText(path: String)

        package var message: String {
            switch self {
            case .unreadable(let path, let reason): "cannot read \(path): \(reason)"
            case .notText(let path): "\(path) is not a text file"
            }
        }

        package var hint: Hint? { nil }
    }

    private static let maximumBytes = 1 << 20

    package static func text(of path: String) throws(Failure) -> String {
        guard let text = String(validating: try bytes(of: path), as: UTF8.self) else { throw .notText(path: path) }
        return text
    }

    package static func bytes(of path: String) throws(Failure) -> [UInt8] {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try self.bytes(of: path, atMost: maximumBytes)
        } catch { throw .unreadable(path: path, reason: SystemReason.text(error.number)) }
        guard bytes.count <= maximumBytes else {
            throw .unreadable(path: path, reason: "it is larger than 1 MiB")
        }
        return bytes
    }

    /// What the system has said: an `errno`.
    package struct SystemError: Error {
        package let number: Int32
    }

    /// - Parameter limit: of what is longer, one byte more than that comes back.
    package static func bytes(of path: String, atMost limit: Int) throws(SystemError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError(number: errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= limit {
            let count = read(descriptor, &buffer, min(buffer.count, limit + 1 - bytes.count))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw SystemError(number: errno) }
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return bytes
    }
}
