import Glibc

/// Who holds a lock, as the lock's file says.
package struct LockHolder: Hashable, Sendable {
    /// The process' id, on the machine that it runs on.
    package let process: Int
    /// Seconds since 1970 UTC.
    package let since: Int
    /// On a clock that begins when the machine starts, that nobody sets, and that stands still while the machine sleeps.
    private let sinceStart: Int

    /// This process, from now on.
    static func current() -> LockHolder {
        LockHolder(process: Int(getpid()), since: time(nil), sinceStart: uptime())
    }

    private init(process: Int, since: Int, sinceStart: Int) {
        (self.process, self.since, self.sinceStart) = (process, since, sinceStart)
    }

    /// One line, as it stands in the file.
    var text: String { "\(process) \(since) \(sinceStart)\n" }

    /// nil for what is no such line, such as the empty file of a lock that nobody holds.
    init?(_ text: String) {
        guard text.hasSuffix("\n") else { return nil }
        let numbers = text.dropLast().split(separator: " ", omittingEmptySubsequences: false).map { Int($0) }
        guard numbers.count == 3, let process = numbers[0], let since = numbers[1], let sinceStart = numbers[2] else {
            return nil
        }
        self.init(process: process, since: since, sinceStart: sinceStart)
    }

    /// Whether it has held the lock for longer, in seconds. A clock that was set does not make it so, and neither does a
    /// machine that slept.
    ///
    /// - Parameter now: seconds since 1970 UTC.
    func isOlder(than seconds: Int, at now: Int) -> Bool {
        guard now - since > seconds else { return false }
        let running = Self.uptime() - sinceStart
        // Of another machine, or from before this one was started, only the time of day tells.
        return running < 0 || running > seconds
    }

    private static func uptime() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec
    }
}
