import FaultyDisk
import Glibc
import Testing

@testable import Archive
@testable import SQLiteStore

/// A way in which a disk fails.
struct DiskFailure: CustomStringConvertible, Sendable {
    let code: Int32
    /// Whether nothing can be written afterwards either: what is on the disk then is what a kill leaves.
    let lasts: Bool

    static let all = [ENOSPC, EIO].flatMap { code in [false, true].map { DiskFailure(code: code, lasts: $0) } }

    var description: String { "\(code == ENOSPC ? "full" : "broken")\(lasts ? " for good" : " for a moment")" }

    /// What the error says of it.
    var reason: String { code == ENOSPC ? "no space is left" : "input/output error" }

    /// The error that names it as the cause.
    func error(path: String) -> ArchiveError {
        code == ENOSPC ? .full(path: path) : .inputOutput(path: path, reason: "input/output error")
    }

    /// Does `work` on a copy of `files` again and again: at first with the first change of a file failing, then the
    /// second, until there are no more. `check` sees every outcome, after the disk has been mended. How often one failed.
    func everywhere(
        on files: [String: [UInt8]], work: (TemporaryDirectory) throws -> Void,
        check: (TemporaryDirectory, ArchiveError?) throws -> Void
    ) throws -> Int {
        faulty_disk_install()
        var number = 0
        while true {
            // In memory where that can be had: thousands of fsyncs would take minutes elsewhere.
            let directory = try TemporaryDirectory(in: access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp")
            for (name, bytes) in files { try directory.write(bytes, to: name) }
            faulty_disk_arm(directory.path, number + 1, code, lasts ? 1 : 0)
            let error = archiveError { try work(directory) }
            if faulty_disk_disarm() <= number { return number }
            number += 1
            try check(directory, error)
        }
    }
}
