import Archive
import Support

/// When notices go out: at once, at the end of quiet hours, or with the day's digest.
///
/// It keeps nothing: what is held says by itself since when it is, so that a restart, a missed run or another configuration loses
/// nothing, and what is due goes out with the next run.
struct NoticeCalendar {
    let quiet: DailyHours?
    let digest: TimeOfDay?
    let zone: Zone
    /// Seconds since 1970 UTC.
    let now: Int

    /// Whether what changes now is not to be told now.
    var isQuiet: Bool { quiet?.contains(now, in: zone) ?? false }

    /// Whether what is told at once belongs into a digest, too.
    var keepsForDigest: Bool { digest != nil }

    /// Whether what is held goes out now.
    func isDue(_ held: [HeldNotice]) -> Bool {
        guard !held.isEmpty else { return false }
        guard let digest else { return !isQuiet }
        let last = digest.last(before: now, in: zone)
        return held.contains { $0.since < last }
    }
}
