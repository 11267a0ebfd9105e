import ArgumentParser
import Questions
import Support

/// A moment that an option names.
enum TimeArgument {
    /// Seconds since 1970 UTC of an RFC 3339 time or a plain date; nil where the option is not given.
    static func parse(_ text: String?, of option: String, in context: Context) throws -> Int? {
        guard let text else { return nil }
        guard let time = Timestamp.parse(text, in: context.zone), time >= 0 else {
            throw ValidationError("\(option) must be a time like 2025-10-17T14:30:00+09:00, got \"\(text)\"")
        }
        return time
    }

    /// What a question is asked with: of a plain date the time that it means here.
    static func spelledOut(_ text: String?, in context: Context) -> String? {
        text.map { Timestamp.spelledOut($0, in: context.zone) }
    }
}
