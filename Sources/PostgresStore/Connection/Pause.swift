import Glibc

/// The wait before another attempt.
enum Pause {
    /// 50 ms after the first failure, twice as long each time, at most 2 s; each between half of that and all, so that those
    /// who were interrupted together don't come back together.
    static func random(after failures: Int) {
        let longest = min(50_000 << min(failures - 1, 10), 2_000_000)
        usleep(UInt32.random(in: UInt32(longest / 2)...UInt32(longest)))
    }
}
