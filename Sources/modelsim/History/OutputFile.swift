import FoundationEssentials
import Glibc

/// A file that is written from its beginning to its end, through a buffer.
struct OutputFile: ~Copyable {
    private let path: String
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    private static let bufferSize = 1 << 18

    /// Replaces a file of that path.
    init(creatingAt path: String) throws(SimulationError) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .unwritable(path: path, reason: OutputFile.reason()) }
        buffer.reserveCapacity(OutputFile.bufferSize + 4096)
    }

    deinit { close(descriptor) }

    mutating func append(_ bytes: [UInt8]) throws(SimulationError) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= OutputFile.bufferSize { try flush() }
    }

    mutating func append(_ text: String) throws(SimulationError) { try append(Array(text.utf8)) }

    /// Must be called at the end: what is still in the buffer would be lost.
    mutating func flush() throws(SimulationError) {
        var written = 0
        while written < buffer.count {
            let count = buffer.withUnsafeBytes { bytes in
                write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw .unwritable(path: path, reason: OutputFile.reason()) }
            written += count
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private static func reason() -> String { String(cString: strerror(errno)) }

    /// Makes the directory of that path, and those above it, where they are missing.
    static func makeDirectory(_ path: String) throws(SimulationError) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw .unwritable(path: path, reason: "cannot make the directory")
        }
    }
}
