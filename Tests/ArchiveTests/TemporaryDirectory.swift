import Glibc

/// A flat directory of one test's own, removed with the files in it when the test lets go of it.
final class TemporaryDirectory {
    let path: String

    init() throws {
        var template = Array("/tmp/metricsctl-archive-XXXXXX".utf8CString)
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
