import Glibc
import Support

/// The lines of a file, which may be larger than memory.
struct LineFile {
    let path: String

    /// In bytes.
    func size() throws -> Int {
        var status = stat()
        guard stat(path, &status) == 0 else { throw failure() }
        return Int(status.st_size)
    }

    /// Hands out every line without its end, and its number from 1; the bytes are gone after that. `onRead` is told how many
    /// bytes were read so far.
    func forEachLine(onRead: (Int) -> Void, _ body: (UnsafeRawBufferPointer, Int) throws -> Void) throws {
        let descriptor = try open()
        defer { close(descriptor) }
        var (rest, number, position) = ([UInt8](), 0, 0)
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while case let count = try read(descriptor, &buffer), count > 0 {
            try buffer.withUnsafeBytes { buffer in
                var start = 0
                while let end = Self.lineEnd(buffer, from: start, to: count) {
                    number += 1
                    if rest.isEmpty {
                        try body(UnsafeRawBufferPointer(rebasing: buffer[start..<end]), number)
                    } else {
                        rest += buffer[start..<end]
                        try rest.withUnsafeBytes { try body($0, number) }
                        rest.removeAll(keepingCapacity: true)
                    }
                    start = end + 1
                }
                rest += buffer[start..<count]
                guard rest.count <= Self.maximumBytes else {
                    throw ImportError.badLine(
                        file: path, line: number + 1, reason: "it is longer than \(Self.maximumBytes >> 20) MiB")
                }
            }
            position += count
            onRead(position)
        }
        if !rest.isEmpty { try rest.withUnsafeBytes { try body($0, number + 1) } }
    }

    /// A model's window of 1,000 buckets with a name of 140 kB takes less than 1 MiB, whichever way it is escaped.
    private static let maximumBytes = 16 << 20

    private static func lineEnd(_ bytes: UnsafeRawBufferPointer, from start: Int, to end: Int) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        return memchr(base + start, Int32(UInt8(ascii: "\n")), end - start).map { base.distance(to: $0) }
    }

    /// Whether it is a SQLite file: https://www.sqlite.org/fileformat2.html.
    func isDatabase() throws -> Bool {
        let descriptor = try open()
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 16)
        let count = try read(descriptor, &buffer)
        return buffer[..<count].elementsEqual("SQLite format 3\0".utf8)
    }

    /// A pipe could not be read twice.
    private func open() throws -> Int32 {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure() }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw ImportError.cannotRead(file: path, reason: "it is not a regular file")
        }
        return descriptor
    }

    private func read(_ descriptor: Int32, _ buffer: inout [UInt8]) throws -> Int {
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR { throw failure() }
        }
    }

    private func failure() -> ImportError {
        .cannotRead(file: path, reason: SystemReason.text(errno))
    }
}
