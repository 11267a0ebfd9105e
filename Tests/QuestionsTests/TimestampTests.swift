import Support
import Testing

@testable import Questions

/// Expected values come from Python's `datetime`.
@Suite struct TimestampTests {
    @Test(
        "RFC 3339 times are read",
        arguments: [
            ("2025-10-17T14:30:00+09:00", 1_760_679_000), ("2025-10-17T05:30:00Z", 1_760_679_000),
            ("2025-10-17t05:30:00z", 1_760_679_000), ("2025-10-17T05:30:00.999Z", 1_760_679_000),
            ("2024-02-29T12:00:00-03:30", 1_709_220_600), ("1969-12-31T23:59:59+00:00", -1),
            // What a URL makes of a plus that was not escaped.
            ("2025-10-17T14:30:00 09:00", 1_760_679_000),
        ])
    func reads(text: String, time: Int) { #expect(Timestamp.parse(text) == time) }

    @Test(
        "anything else is refused",
        arguments: [
            "", "yesterday", "2025-10-17", "2025-10-17T14:30:00", "2025-13-01T00:00:00Z", "2025-02-29T00:00:00Z",
            "2025-10-17T24:00:00Z", "2025-10-17T14:60:00Z", "2025-10-17T14:30:00+25:00", "2025-10-17T14:30:00Z ",
            "2025-10-17T14:30:00.Z", "1760679000", "2025-10-17T14:30:00+0900", "２０２５-10-17T14:30:00Z",
        ])
    func refuses(text: String) { #expect(Timestamp.parse(text) == nil) }

    @Test("times are written with seconds and a numeric offset, UTC's too")
    func writes() {
        #expect(Timestamp.text(1_760_679_000, in: .seoul) == "2025-10-17T14:30:00+09:00")
        #expect(Timestamp.text(1_760_679_000, in: .utc) == "2025-10-17T05:30:00+00:00")
        #expect(Timestamp.text(1_709_220_600, in: Zone { _ in -12_600 }) == "2024-02-29T12:00:00-03:30")
        #expect(Timestamp.text(-1, in: .utc) == "1969-12-31T23:59:59+00:00")
    }

    @Test("an offset with seconds is cut to the minute and the text still names the instant")
    func offsetWithSeconds() {
        let text = Timestamp.text(1_760_679_000, in: Zone { _ in 30_472 })
        #expect(text == "2025-10-17T13:57:00+08:27")
        #expect(Timestamp.parse(text) == 1_760_679_000)
    }
}
