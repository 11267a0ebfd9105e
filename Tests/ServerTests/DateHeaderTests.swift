import Testing

@testable import Server

@Suite("The Date header")
struct DateHeaderTests {
    /// The first is RFC 9110's own example; the others are of GNU date.
    @Test(
        "is written as RFC 9110 asks",
        arguments: [
            (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (1_709_164_799, "Wed, 28 Feb 2024 23:59:59 GMT"), (1_709_164_800, "Thu, 29 Feb 2024 00:00:00 GMT"),
            (-1, "Wed, 31 Dec 1969 23:59:59 GMT"), (-604_801, "Wed, 24 Dec 1969 23:59:59 GMT"),
            (4_102_444_800, "Fri, 01 Jan 2100 00:00:00 GMT"),
        ])
    func text(time: Int, text: String) {
        let header = DateHeader()
        #expect(header.text(now: time) == text)
        #expect(header.text(now: time) == text)
    }
}
