import Glibc
import Latency
import Support
import Synchronization

/// Ctrl-C and SIGTERM as a wish: what is under way comes to an end of its own.
enum Interruption {
    private static let received = Atomic<Int32>(0)

    /// From now on the first of these signals is only remembered; a second one ends the process at once.
    static func waitForSignals() {
        // Made here, not in the handler, where nothing may be allocated.
        _ = received.load(ordering: .relaxed)
        for number in [SIGINT, SIGTERM] {
            var action = sigaction()
            // One that is ignored was meant to be: a shell does so for jobs in the background.
            guard sigaction(number, nil, &action) == 0, !isIgnored(action) else { continue }
            action = sigaction()
            action.__sigaction_handler.sa_handler = { Interruption.received.store($0, ordering: .relaxed) }
            action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
            sigaction(number, &action, nil)
        }
        unblockSignals()
    }

    /// A parent may have left them blocked, as threads that belong to a pool have them.
    static func unblockSignals() {
        var set = sigset_t()
        sigemptyset(&set)
        for number in [SIGINT, SIGTERM] { sigaddset(&set, number) }
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
    }

    static var isRequested: Bool { received.load(ordering: .relaxed) != 0 }

    /// The exit status of a process that a signal ended, as shells tell it: 128 and the signal's number.
    static var status: ExitStatus { received.load(ordering: .relaxed) == SIGTERM ? .terminated : .interrupted }

    private static func isIgnored(_ action: sigaction) -> Bool {
        unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}

/// A collection that the user or the system ended early.
struct Interrupted: ExplainedError {
    let stored: Int
    let left: Int

    var message: String { "stopped: \(stored.of("window")) stored, \(left) left" }
    var hint: Hint? { "the same command goes on from there" }
}
