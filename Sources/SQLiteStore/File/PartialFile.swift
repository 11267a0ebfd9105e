import Archive
import Glibc
import Support

/// A file on its way to its name: written as `FILE.NUMBER.partial`, which is made anew and which a killed process leaves
/// behind, and linked as `FILE` when it is whole. What somebody else has given such a name, a symbolic link above all, is
/// never followed nor written.
struct PartialFile {
    let path: String
    private let target: String
    private let descriptor: Int32

    /// Makes the file, empty, with the mode of `model`; without one only its owner may read it.
    init(for target: String, likeFileAt model: String?) throws(ArchiveError) {
        self.target = target
        (path, descriptor) = try Self.make(for: target)
        guard let model else { return }
        var status = stat()
        guard stat(model, &status) == 0, fchmod(descriptor, status.st_mode & 0o777) == 0 else {
            let failure = Self.failure(of: target)
            remove()
            throw failure
        }
    }

    private static func make(for target: String) throws(ArchiveError) -> (path: String, descriptor: Int32) {
        while true {
            let path = "\(target).\(UInt32.random(in: .min ... .max)).partial"
            let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
            if descriptor >= 0 { return (path, descriptor) }
            guard errno == EEXIST || errno == EINTR else { throw openFailure(of: target) }
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
        .notWritten(path: target, reason: SystemReason.text(errno))
    }
}
