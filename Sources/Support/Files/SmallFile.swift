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
        } catch { throw .unreadable(path: path, reason: error.reason) }
        guard bytes.count <= maximumBytes else {
            throw .unreadable(path: path, reason: "it is larger than 1 MiB")
        }
        return bytes
    }

    /// What the system has said.
    package struct SystemError: Error, Hashable {
        /// An `errno`; 0 of a named pipe, which is not read.
        package let number: Int32

        package init(number: Int32) { self.number = number }

        package var reason: String { number == 0 ? "it is a named pipe, not a file" : SystemReason.text(number) }
    }

    /// - Parameter limit: of what is longer, one byte more than that comes back.
    package static func bytes(of path: String, atMost limit: Int) throws(SystemError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw SystemError(number: errno) }
        defer { close(descriptor) }
        if isPipe(descriptor) {
            guard isNameless(descriptor) else { throw SystemError(number: 0) }
            _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
        }
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

    private static func isPipe(_ descriptor: Int32) -> Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
    }

    /// Whether a pipe is one of a shell's `<(…)` or `|`, which somebody writes into, though it may take time. Into one that has a
    /// name nobody may ever write.
    private static func isNameless(_ descriptor: Int32) -> Bool {
        var target = [CChar](repeating: 0, count: 5)
        let count = readlink("/proc/self/fd/\(descriptor)", &target, target.count)
        return count == target.count && target.elementsEqual("pipe:".utf8.map(CChar.init))
    }
}
