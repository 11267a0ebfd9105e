import Glibc

/// The lines of a file, which may be larger than memory.
struct LineFile {
    let path: String

    /// In bytes.
    func size() throws -> Int {
        var status = stat()
        guard stat(path, &status) == 0 else { throw failure() }
        return Int(status.st_size)
    }

    /// Hands out every line without its end, and its number from 1. `onRead` is told how many bytes were read so far.
    func forEachLine(onRead: (Int) -> Void, _ body: ([UInt8], Int) throws -> Void) throws {
        let descriptor = try open()
        defer { close(descriptor) }
        var (rest, number, position) = ([UInt8](), 0, 0)
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while case let count = try read(descriptor, &buffer), count > 0 {
            var piece = buffer[..<count]
            while let end = piece.firstIndex(of: UInt8(ascii: "\n")) {
                number += 1
                try body(rest + piece[..<end], number)
                rest.removeAll(keepingCapacity: true)
                piece = piece[(end + 1)...]
            }
            rest += piece
            position += count
            onRead(position)
        }
        if !rest.isEmpty { try body(rest, number + 1) }
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
        .cannotRead(file: path, reason: String(cString: strerror(errno)).lowercased())
    }
}
