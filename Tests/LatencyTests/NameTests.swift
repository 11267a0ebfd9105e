import Latency
import Testing

@Suite struct NameTests {
    @Test(
        "names are the same where their bytes are, whatever Unicode calls equal",
        arguments: [
            ("\u{E9}", "e\u{301}"), ("K", "\u{212A}"), (";", "\u{37E}"), ("\u{D55C}", "\u{1112}\u{1161}\u{11AB}"),
            ("a\u{323}\u{308}", "a\u{308}\u{323}"), ("a", "a\0"), ("", "\0"),
        ])
    func bytes(one: String, other: String) {
        let (left, right) = (Name(one), Name(other))
        #expect(left != right && left == Name(one) && (left < right) != (right < left))
        #expect(Set([left, right, Name(one)]).count == 2)
        #expect([left: 1][right] == nil && [left: 1][Name(one)] == 1)
    }

    @Test("names are in the order of their bytes, which for ASCII is the usual one")
    func order() {
        let ordered: [Name] = [
            "", "\0", "A", "B", "a", "a\0", "aa", "ab", "b", "\u{E9}", "\u{212A}", "\u{FFFF}", "\u{10000}",
        ]
        #expect(ordered.reversed().sorted() == ordered)
    }
}
