import Glibc

/// A file system in memory that is full after a few kilobytes; only those who may mount can have one.
final class SmallFileSystem {
    private let mountPoint: TemporaryDirectory
    let directory: TemporaryDirectory

    init(kilobytes: Int) throws {
        mountPoint = try TemporaryDirectory()
        guard mount("tmpfs", mountPoint.path, "tmpfs", 0, "size=\(kilobytes)k") == 0 else {
            throw SystemError(call: "mount", code: errno)
        }
        do {
            directory = try TemporaryDirectory(in: mountPoint.path)
        } catch {
            umount2(mountPoint.path, Int32(MNT_DETACH))
            throw error
        }
    }

    deinit { umount2(mountPoint.path, Int32(MNT_DETACH)) }

    static let isPossible = (try? SmallFileSystem(kilobytes: 64)) != nil
}
