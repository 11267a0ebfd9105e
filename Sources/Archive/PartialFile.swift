import Glibc

/// A file on its way to its name: written as `FILE.partial`, which a killed process leaves behind and the next one takes
/// over, and linked as `FILE` when it is whole.
struct PartialFile {
    let path: String
    private let target: String
    /// Held open for its lock, which ends with the process.
    private let descriptor: Int32

    /// Makes the file, empty, with the mode of `model`.
    init(for target: String, likeFileAt model: String) throws(ArchiveError) {
        self.target = target
        path = target + ".partial"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.openFailure(of: target) }
        do throws(ArchiveError) {
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                throw .notWritten(path: target, reason: "another process is writing \(path)")
            }
            var status = stat()
            guard ftruncate(descriptor, 0) == 0, stat(model, &status) == 0,
                fchmod(descriptor, status.st_mode & 0o777) == 0
            else { throw Self.failure(of: target) }
        } catch {
            close(descriptor)
            throw error
        }
    }

    /// Gives the file its name, on the disk, too; refuses a name that is taken. Whatever comes of it, nothing is left
    /// under the old name.
    func publish() throws(ArchiveError) {
        defer { remove() }
        guard fsync(descriptor) == 0 else { throw Self.failure(of: target) }
        // Unlike `rename` it never replaces a file that has come up in the meantime.
        guard link(path, target) == 0 else {
            if errno == EEXIST { throw .exists(path: target) }
            throw Self.failure(of: target)
        }
        let directory = open(FilePath.directory(of: target), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw Self.failure(of: target) }
        defer { close(directory) }
        guard fsync(directory) == 0 else { throw Self.failure(of: target) }
    }

    func remove() {
        unlink(path)
        close(descriptor)
    }

    private static func openFailure(of target: String) -> ArchiveError {
        let directory = FilePath.directory(of: target)
        switch errno {
        case ENOENT, ENOTDIR: return .directoryMissing(path: target, directory: directory)
        case EROFS: return .directoryNotWritable(directory: directory)
        case EACCES where !FilePath.mayAccess(directory, W_OK): return .directoryNotWritable(directory: directory)
        default: return failure(of: target)
        }
    }

    private static func failure(of target: String) -> ArchiveError {
        .notWritten(path: target, reason: String(cString: strerror(errno)).lowercased())
    }
}
