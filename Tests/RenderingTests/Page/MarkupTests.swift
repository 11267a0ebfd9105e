import TestSupport
import Testing

@testable import Rendering

@Suite struct MarkupTests {
    @Test("texts are escaped, literals and markup are not")
    func escaping() {
        let inner: Markup = "<b>\("a & b")</b>"
        let markup: Markup = "<a title=\"\("\"quoted\" 'too'")\">\(inner)\("<script>")\(7)\([inner, inner])</a>"
        #expect(
            markup.text
                == "<a title=\"&quot;quoted&quot; &#39;too&#39;\"><b>a &amp; b</b>&lt;script&gt;7"
                + "<b>a &amp; b</b><b>a &amp; b</b></a>")
    }

    @Test("whatever a text holds, the document stays well-formed and says the same text")
    func anyText() {
        let names = [
            "]]>", "<!--", "&amp;", "\"'", "a\nb", "مرحبا", "\u{202E}evil", "😀", "é", "</title><svg onload=x>",
        ]
        for name in names {
            let check = XMLCheck(("<p title=\"\(name)\">\(name)</p>" as Markup).text)
            #expect(check.failure == nil)
            #expect(check.text == name)
        }
    }

    @Test("characters that XML cannot hold are replaced")
    func impossible() {
        let check = XMLCheck(("<p>\("a\u{0}\u{1B}\u{FFFE}b\tc")</p>" as Markup).text)
        #expect(check.failure == nil && check.text == "a\u{FFFD}\u{FFFD}\u{FFFD}b\tc")
    }
}
