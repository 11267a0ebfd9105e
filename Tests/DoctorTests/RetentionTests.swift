import Testing

@testable import Doctor

@Suite struct RetentionTests {
    @Test(
        "reads spans as Prometheus writes them, and no sizes",
        arguments: [
            ("15d", 15 * 86_400), ("1w2d", 9 * 86_400), ("90m", 5400), ("1y", 365 * 86_400),
            ("15d or 10GiB", 15 * 86_400), ("30s500ms", 30), ("10GiB", nil), ("", nil), ("soon", nil), ("5", nil),
            ("999999999y", 999_999_999 * 365 * 86_400), ("9223372036854775807y", nil),
        ] as [(String, Int?)])
    func spans(text: String, seconds: Int?) { #expect(Retention.seconds(text) == seconds) }
}
