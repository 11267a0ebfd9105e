import Glibc
import Latency
import Support

/// The folder of the archive's default place, which nobody is asked to make by hand.
enum ArchiveFolder {
    /// Makes the folder of a file, and those above it, for the user alone, as the XDG base directory specification asks.
    static func create(for file: String) throws(Failure) {
        guard let slash = file.utf8.lastIndex(of: UInt8(ascii: "/")) else { return }
        let folder = file[..<slash]
        var end = folder.startIndex
        while end < folder.endIndex {
            end = folder.utf8[folder.utf8.index(after: end)...].firstIndex(of: UInt8(ascii: "/")) ?? folder.endIndex
            let path = String(folder[..<end])
            guard mkdir(path, 0o700) != 0, errno != EEXIST, access(path, F_OK) != 0 else { continue }
            throw .cannotCreate(folder: path, reason: SystemReason.text(errno))
        }
    }

    enum Failure: ExplainedError {
        /// The folder can't be made.
        case cannotCreate(folder: String, reason: String)

        var message: String {
            switch self {
            case .cannotCreate(let folder, let reason): "cannot create \(folder): \(reason)"
            }
        }

        var hint: Hint? { "name the archive with --db or METRICSCTL_DB" }
    }
}
