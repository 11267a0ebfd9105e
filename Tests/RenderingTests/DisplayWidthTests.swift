import Testing

@testable import Rendering

@Suite struct DisplayWidthTests {
    @Test(
        "the width is that of a terminal's columns",
        arguments: [
            ("gpt-4", 5), ("한국어", 6), ("日本", 4), ("ｆｕｌｌ", 8), ("é", 1), ("e\u{301}", 1), ("…", 1), ("", 0),
            ("🚀", 2), ("👩‍💻", 2), ("👨‍👩‍👧‍👦", 2), ("👍🏽", 2), ("🇰🇷", 2), ("❤️", 2), ("❤", 1), ("1️⃣", 2),
            ("\u{1112}\u{1161}\u{11AB}", 2), ("a\u{200B}b", 2), ("–", 1), ("≥", 1), ("модель", 6), ("न", 1),
        ])
    func widths(text: String, width: Int) { #expect(DisplayWidth.of(text) == width) }

    @Test("the middle of a text that is too wide becomes an ellipsis, without half a character")
    func shortening() {
        #expect(Truncation.middle(of: "abcdefghij", toWidth: 10) == "abcdefghij")
        #expect(Truncation.middle(of: "abcdefghijk", toWidth: 10) == "abcde…hijk")
        #expect(Truncation.middle(of: "가나다라마바사", toWidth: 10) == "가나…바사")
        #expect(Truncation.middle(of: "👩‍💻👩‍💻👩‍💻", toWidth: 5) == "👩‍💻…👩‍💻")
    }

    @Test("control characters, separators and bidirectional controls are shown as escapes, everything else as it is")
    func harmless() {
        #expect(
            TerminalText.harmless("a\u{1B}[31mb\nc\u{9B}d\u{7F}\u{202E}e")
                == #"a\u001b[31mb\u000ac\u009bd\u007f\u202ee"#)
        #expect(TerminalText.harmless("x\r\ny\u{2028}") == #"x\u000d\u000ay\u2028"#)
        #expect(TerminalText.harmless("한국어 👩‍💻 é") == "한국어 👩‍💻 é")
        #expect(TerminalText.modelName("") == "(none)")
    }
}
