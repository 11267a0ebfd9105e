import NIOCore

/// Whether a client takes an answer fast enough: something every 30 seconds, and a megabyte every two minutes, or all that
/// is left. That is as slow as a telephone line; who is slower is there to hold memory.
struct SendingPace {
    private static let idleTime = TimeAmount.seconds(30)
    private static let measuredTime = TimeAmount.seconds(120)
    private static let minimumBytes = 1 << 20

    /// How many bytes were handed on to the system or wait for it.
    private var bytes = 0
    private var last: (taken: Int, deadline: NIODeadline)
    private var measured: (taken: Int, deadline: NIODeadline)

    init(now: NIODeadline = .now()) {
        last = (0, now + SendingPace.idleTime)
        measured = (0, now + SendingPace.measuredTime)
    }

    mutating func queued(_ count: Int) { bytes += count }

    /// `unsent` of the bytes wait for the client. Must be asked every few seconds.
    mutating func isTooSlow(unsent: Int, now: NIODeadline) -> Bool {
        let taken = bytes - unsent
        if now >= last.deadline {
            if taken <= last.taken { return true }
            last = (taken, now + SendingPace.idleTime)
        }
        if now >= measured.deadline {
            if taken - measured.taken < SendingPace.minimumBytes { return true }
            measured = (taken, now + SendingPace.measuredTime)
        }
        return false
    }
}
