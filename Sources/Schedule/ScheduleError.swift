import Latency
import Support

/// Why collections can't be scheduled. Nothing was changed by whatever threw one of these, unless it says so.
package enum ScheduleError: ExplainedError, Equatable {
    /// The marks of our block are not a pair: what lies between them is not known.
    case brokenMarks
    /// A line break or a backspace in an option.
    case unwritable(String)
    /// A zero byte among the lines of others.
    case zeroByte(line: Int)
    /// No such program, `crontab` or `systemctl`, on this machine.
    case missing(program: String)
    /// The program did not do as it was told.
    case failed(program: String, reason: String)
    /// A unit's file can't be written or removed.
    case file(path: String, reason: String)

    package var message: String {
        switch self {
        case .brokenMarks:
            "the crontab has one of the lines \"\(Crontab.begin)\" and \"\(Crontab.end)\" without the other"
        case .unwritable(let text): "a crontab cannot hold a line break or a backspace: \(text)"
        case .zeroByte(let line): "line \(line) of the crontab has a zero byte"
        case .missing(let program): "there is no \(program) on this machine"
        case .failed(let program, let reason): "\(program) failed: \(reason)"
        case .file(let path, let reason): "cannot write \(path): \(reason)"
        }
    }

    package var hint: Hint? {
        switch self {
        case .brokenMarks: "put it right with crontab -e; nothing was changed"
        case .unwritable: "choose a name without one"
        case .zeroByte: "take it out with crontab -e; nothing was changed"
        case .missing("crontab"): "apt-get install cron, or use the timer: metricsctl schedule install --systemd"
        case .missing: "use cron instead: metricsctl schedule install"
        case .failed("crontab", _): "ask whoever looks after this machine (/etc/cron.allow, /etc/cron.deny)"
        case .failed: nil
        case .file: "units are for root to write: run it with sudo"
        }
    }
}
