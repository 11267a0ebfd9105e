import Glibc
import Support

/// The crontab of whoever runs this, read and written with `crontab`.
package enum UserCrontab {
    /// Empty where there is none.
    package static func read() throws(ScheduleError) -> Crontab {
        guard let result = Subprocess.run("crontab", ["-l"]) else { throw .missing(program: "crontab") }
        if result.status == 0 { return Crontab(bytes: result.bytes) }
        guard result.errors.hasPrefix("no crontab for ") else { throw failure(result) }
        return Crontab("")
    }

    /// Replaces it as a whole; where nothing is left, there is none afterwards.
    package static func write(_ crontab: Crontab) throws(ScheduleError) {
        let isEmpty = crontab.bytes.isEmpty
        let result =
            isEmpty ? Subprocess.run("crontab", ["-r"]) : Subprocess.run("crontab", ["-"], input: crontab.bytes)
        guard let result else { throw .missing(program: "crontab") }
        guard result.status == 0 else { throw failure(result) }
    }

    private static func failure(_ result: Subprocess.Result) -> ScheduleError {
        let lines = result.errors.split(whereSeparator: \.isNewline)
        return .failed(program: "crontab", reason: lines.isEmpty ? "no reason given" : lines.joined(separator: "; "))
    }
}
