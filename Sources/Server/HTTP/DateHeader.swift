import Questions
import Support
import Synchronization

/// The `Date` header's text (RFC 9110, 5.6.7), written once a second.
final class DateHeader: Sendable {
    private let last = Mutex((second: Int.min, text: ""))

    /// `now` is in seconds since 1970 UTC.
    func text(now: Int) -> String {
        last.withLock { last in
            if last.second != now { last = (now, DateHeader.text(now)) }
            return last.text
        }
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`
    static func text(_ time: Int) -> String {
        let parts = CivilTime(clock: time)
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let day = parts.day < 10 ? "0\(parts.day)" : "\(parts.day)"
        // A clock may be set to before 1970.
        let weekday = (time % 604_800 + 604_800) % 604_800 / 86_400
        return "\(days[weekday]), \(day) \(months[parts.month - 1]) \(parts.year) \(parts.timeOfDay) GMT"
    }
}
