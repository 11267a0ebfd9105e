import Glibc

/// How long a client goes on asking: how often a question is asked again, and when all of them must be answered.
///
/// What fails for a moment (429, 502, 503, 504, no connection) is asked again after pauses of about 1, 2, 4, 8, … s, up
/// to 30 s, each cut by up to half at random, so that the clients of a server that comes back don't all ask at once.
/// `Retry-After` makes a pause longer, never shorter. A pause that would end after the deadline is not begun.
package struct RetryPolicy {
    /// How often one request is made again.
    package var retries: Int
    /// Seconds that the requests between two calls of `start` may take together, pauses included.
    package var timeBudget: Double

    /// Seconds of a clock that only goes forward.
    private let now: () -> Double
    private let sleep: (_ seconds: Double) -> Void
    /// From 0 to 1.
    private let random: () -> Double
    private var deadline: Double

    private static let firstPause = 1.0
    private static let maximumPause = 30.0

    package init(
        retries: Int, timeBudget: Double = .infinity,
        now: @escaping () -> Double = Self.monotonicSeconds,
        sleep: @escaping (_ seconds: Double) -> Void = Self.sleep, random: @escaping () -> Double = Self.random
    ) {
        self.retries = retries
        self.timeBudget = timeBudget
        (self.now, self.sleep, self.random) = (now, sleep, random)
        deadline = now() + timeBudget
    }

    /// The timeBudget begins anew.
    package mutating func start() { deadline = now() + timeBudget }

    /// Until the deadline; negative after it.
    package var secondsLeft: Double { deadline - now() }

    /// Seconds before the next attempt at a request that has failed so many times; nil: no further attempt.
    ///
    /// - Parameter retryAfter: what the server asked for, in seconds.
    package func pause(afterFailures failures: Int, retryAfter: Int?) -> Double? {
        guard failures <= retries else { return nil }
        let doubled = Self.firstPause * Double(1 << min(failures - 1, 10))
        let own = min(doubled, Self.maximumPause) * (1 - random() / 2)
        // A little more than asked for: others were told the same.
        let pause = retryAfter.map { max(own, Double($0) + random()) } ?? own
        return pause < secondsLeft ? pause : nil
    }

    package func wait(_ seconds: Double) { sleep(seconds) }

    // MARK: The real ones

    package static func monotonicSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Ends early when the process gets a signal.
    package static func sleep(_ seconds: Double) {
        let whole = seconds.rounded(.down)
        var time = timespec(tv_sec: Int(whole), tv_nsec: Int((seconds - whole) * 1e9))
        nanosleep(&time, nil)
    }

    package static func random() -> Double { Double.random(in: 0...1) }
}
