import Foundation
import Glibc
import TestSupport

/// A file system in memory that is full after a few kilobytes; only those who may mount can have one.
final class SmallDisk {
    let folder: TemporaryFolder

    init(kilobytes: Int) throws {
        folder = try TemporaryFolder()
        guard mount("tmpfs", folder.url.path, "tmpfs", 0, "size=\(kilobytes)k") == 0 else { throw NoMount(code: errno) }
    }

    /// Before the folder is removed.
    deinit { umount2(folder.url.path, Int32(MNT_DETACH)) }

    /// Takes all the room there is, with one file.
    func fill() throws -> URL {
        let ballast = folder.url.appending(path: "ballast")
        let descriptor = open(ballast.path, O_WRONLY | O_CREAT, 0o600)
        guard descriptor >= 0 else { throw NoMount(code: errno) }
        defer { close(descriptor) }
        let block = [UInt8](repeating: 1, count: 512)
        while write(descriptor, block, block.count) > 0 {}
        return ballast
    }

    struct NoMount: Error { let code: Int32 }

    static let isPossible = (try? SmallDisk(kilobytes: 64)) != nil
}
