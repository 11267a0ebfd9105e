import Latency
import Support
import Testing

@Suite struct ScalarTextTests {
    @Test(
        "signs are found whatever they are joined to",
        arguments: [
            ("\"\u{301}", "\"", "\"\"", "\"\"\u{301}"), ("\u{600}\"", "\"", "\"\"", "\u{600}\"\""),
            ("<\u{338}!channel>", "<", "&lt;", "&lt;\u{338}!channel>"), ("%\u{301}%%", "%%", "%", "%\u{301}%"),
            ("%%%", "%%", "%", "%%"), ("a\r\nb", "\n", "\\n", "a\r\\nb"), ("", "x", "y", ""), ("x", "", "y", "x"),
        ])
    func replacing(text: String, old: String, new: String, expected: String) {
        #expect(Array(text.replacingScalars(old, with: new).utf8) == Array(expected.utf8))
    }

    @Test("pieces are cut at the sign, the last has the rest")
    func pieces() {
        let pieces = "a=\u{301}b=c".pieces(by: "=", most: 2)
        #expect(pieces.map { Array($0.utf8) } == ["a", "\u{301}b=c"].map { Array($0.utf8) })
        #expect("a\r\nb\n".pieces(by: "\n") == ["a\r", "b", ""])
        #expect("".pieces(by: "=") == [""])
    }

    @Test("a beginning is one of bytes")
    func beginning() {
        #expect("--source=\u{301}".beginsWith("--source="))
        #expect(!"\u{e9}".beginsWith("e\u{301}"))
    }
}
