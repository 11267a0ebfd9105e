import Glibc
import Latency
import Support

/// Small files that users write for us.
enum SettingsFile {
    /// Why one can't be used.
    enum Failure: ExplainedError {
        case unreadable(path: String, reason: String)
        case notText(path: String)

        var message: String {
            switch self {
            case .unreadable(let path, let reason): "cannot read \(path): \(reason)"
            case .notText(let path): "\(path) is not a text file"
            }
        }

        var hint: Hint? { nil }
    }

    private static let maximumBytes = 1 << 20

    /// The whole of a file, up to a mebibyte.
    static func text(at path: String) throws(Failure) -> String {
        guard let file = fopen(path, "r") else { throw unreadable(path) }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: maximumBytes)
        let count = fread(&bytes, 1, bytes.count, file)
        guard ferror(file) == 0 else { throw unreadable(path) }
        guard let text = String(validating: bytes[..<count], as: UTF8.self) else { throw .notText(path: path) }
        return text
    }

    private static func unreadable(_ path: String) -> Failure {
        .unreadable(path: path, reason: SystemReason.text(errno))
    }
}
