import Glibc

/// How a transaction is done again whose store was interrupted.
package struct Retries: Sendable {
    /// How often it is tried at most, the first time included.
    let attempts: Int
    /// Called before the second attempt with 1, before the third with 2.
    let pause: @Sendable (_ failures: Int) -> Void

    /// Ten attempts in about half a minute: 20 ms, then twice as long each time, at most 8 s, each between half of that and
    /// all, so that those who were interrupted together don't come back together.
    package init() {
        self.init(attempts: 10) { failures in
            let longest = min(20_000 << (failures - 1), 8_000_000)
            usleep(UInt32.random(in: UInt32(longest / 2)...UInt32(longest)))
        }
    }

    package init(attempts: Int, pause: @escaping @Sendable (_ failures: Int) -> Void) {
        (self.attempts, self.pause) = (attempts, pause)
    }
}
