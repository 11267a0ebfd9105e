import Glibc
import Support

/// Reads small files whole.
enum FileReading {
    enum Failure: Error, Hashable {
        /// No such file.
        case missing(SmallFile.SystemError)
        case unreadable(SmallFile.SystemError)

        /// Put into words where somebody reads it: mostly a file that is not there is no failure.
        var reason: String {
            switch self {
            case .missing(let error), .unreadable(let error): error.reason
            }
        }
    }

    /// - Parameter limit: of what is longer, one byte more than that comes back.
    static func bytes(of path: String, atMost limit: Int) throws(Failure) -> [UInt8] {
        do throws(SmallFile.SystemError) {
            return try SmallFile.bytes(of: path, atMost: limit)
        } catch { throw failure(error) }
    }

    private static func failure(_ error: SmallFile.SystemError) -> Failure {
        [ENOENT, ENOTDIR].contains(error.number) ? .missing(error) : .unreadable(error)
    }

    /// The names in a folder that end so and don't begin with a dot, in the order of their bytes; none where there is none.
    static func names(in folder: String, endingWith end: String) throws(Failure) -> [String] {
        guard let handle = opendir(folder) else {
            let failure = failure(SmallFile.SystemError(number: errno))
            if case .missing = failure { return [] }
            throw failure
        }
        defer { closedir(handle) }
        var names: [[UInt8]] = []
        while let entry = readdir(handle) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if name.first != UInt8(ascii: "."), name.suffix(end.utf8.count).elementsEqual(end.utf8) {
                names.append(name)
            }
        }
        return names.sorted { $0.lexicographicallyPrecedes($1) }.map { String(decoding: $0, as: UTF8.self) }
    }
}
