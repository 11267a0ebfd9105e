import Foundation
import TestSupport

/// A spool for crontabs that only the programs run through it see, in a mount namespace of their own: the machine's
/// crontabs are out of reach. Only root may make one.
struct PrivateSpool {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            at: folder.url.appending(path: "spool"), withIntermediateDirectories: true)
    }

    func run(_ command: [String], environment: [String: String] = [:]) throws -> Program.Result {
        let script = #"mount --bind "$0" /var/spool/cron/crontabs && exec "$@""#
        return try Program(
            URL(fileURLWithPath: "/usr/bin/unshare"), environment: ["TZ": "UTC"].merging(environment) { $1 }
        )
        .run(["--mount", "/bin/sh", "-c", script, folder.path("spool")] + command)
    }

    static let isPossible: Bool = {
        guard let spool = try? PrivateSpool(), let result = try? spool.run(["crontab", "-l"]) else { return false }
        return result.stderr == "no crontab for root\n"
    }()
}
