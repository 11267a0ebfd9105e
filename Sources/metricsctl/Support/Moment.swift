import ArgumentParser
import Reports

/// A moment that an option names.
enum Moment {
    /// Seconds since 1970 UTC of an RFC 3339 time; nil where the option is not given.
    static func parse(_ text: String?, of option: String) throws -> Int? {
        guard let text else { return nil }
        guard let time = Timestamp.parse(text), time >= 0 else {
            throw ValidationError("\(option) must be a time like 2025-10-17T14:30:00+09:00, got \"\(text)\"")
        }
        return time
    }
}
