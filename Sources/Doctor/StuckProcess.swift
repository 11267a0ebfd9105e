import Latency
import Support

/// What to do about a process that does not end.
package enum StuckProcess {
    package static func advice(_ process: Int) -> Hint {
        "ps -o stat,wchan,args -p \(process) shows what it waits for: kill -CONT \(process) wakes one that was stopped (T), "
            + "kill -9 \(process) ends it, and nothing that is stored is lost"
    }
}
