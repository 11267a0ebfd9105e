import Glibc

enum Socket {
    /// Waits until something happens on a socket, an error included; false where the time is over before.
    ///
    /// - Parameter deadline: nil for none.
    static func wait(for events: Int32, on socket: Int32, until deadline: ContinuousClock.Instant?) -> Bool {
        while true {
            var milliseconds: Int64 = -1
            if let deadline {
                let left = ContinuousClock.now.duration(to: deadline).components
                milliseconds = left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000 + 1
                guard left.seconds >= 0, left.attoseconds >= 0 else { return false }
            }
            var waited = pollfd(fd: socket, events: Int16(events), revents: 0)
            let ready = poll(&waited, 1, Int32(clamping: milliseconds))
            // What is wrong with it, says whoever uses it.
            if ready > 0 || ready < 0 && errno != EINTR { return true }
        }
    }
}
