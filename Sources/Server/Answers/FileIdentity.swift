import Glibc

/// Which file a path names: another one after a file was replaced.
struct FileIdentity: Hashable, Sendable {
    private let device: UInt
    private let number: UInt

    /// nil where there is no file, or none that may be looked at.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        (device, number) = (UInt(status.st_dev), UInt(status.st_ino))
    }
}
