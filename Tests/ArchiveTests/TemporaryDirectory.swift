import Glibc

/// A flat directory of one test's own, removed with the files in it when the test lets go of it.
final class TemporaryDirectory {
    let path: String

    init(in parent: String = "/tmp") throws {
        var template = Array("\(parent)/metricsctl-archive-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemError(call: "mkdtemp", code: errno) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        for name in names() { remove(file(name)) }
        rmdir(path)
    }

    /// Where a test's archive goes.
    var archive: String { file("metrics.db") }

    func file(_ name: String) -> String { path + "/" + name }

    /// The contents of a file in it.
    func bytes(_ name: String) throws -> [UInt8] {
        guard let stream = fopen(file(name), "r") else { throw SystemError(call: "fopen", code: errno) }
        defer { fclose(stream) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while case let count = fread(&buffer, 1, buffer.count, stream), count > 0 { bytes += buffer[..<count] }
        return bytes
    }

    /// Makes a file in it, or overwrites one.
    func write(_ bytes: [UInt8], to name: String) throws {
        guard let stream = fopen(file(name), "w") else { throw SystemError(call: "fopen", code: errno) }
        defer { fclose(stream) }
        guard fwrite(bytes, 1, bytes.count, stream) == bytes.count else {
            throw SystemError(call: "fwrite", code: errno)
        }
    }

    /// All files in it, by name.
    func contents() throws -> [String: [UInt8]] {
        try Dictionary(uniqueKeysWithValues: names().map { ($0, try bytes($0)) })
    }

    /// The names in it, sorted.
    func names() -> [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}

struct SystemError: Error {
    let call: String
    let code: Int32
}
