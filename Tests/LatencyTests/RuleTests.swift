import Latency
import Testing

struct RuleTests {
    @Test(arguments: [
        ("*", "", true), ("*", "anything", true), ("gpt-4*", "gpt-4o", true), ("gpt-4*", "gpt-4", true),
        ("gpt-4*", "my-gpt-4", false), ("*-4?", "gpt-4o", true), ("*-4?", "gpt-4", false), ("a*b*c", "a12b34c", true),
        ("a*b*c", "acb", false), ("*ab", "aab", true), ("*aab", "aaab", true), ("?", "é", true), ("?", "", false),
        ("??", "한글", true), (#"a\*"#, "a*", true), (#"a\*"#, "ab", false), (#"\?"#, "?", true), (#"\\"#, #"\"#, true),
        (#"a\"#, #"a\"#, true), ("[ab]", "a", false), ("[ab]", "[ab]", true), ("A*", "a", false), ("", "", true),
        ("", "a", false),
        ("caf\u{E9}", "cafe\u{301}", false), ("a/*", "a/b/c", true), ("**", "x", true), ("*?*", "", false),
    ])
    func `A pattern fits whole names as a shell has it`(_ pattern: String, _ name: String, _ fits: Bool) {
        #expect(ShellPattern(pattern).matches(Name(name)) == fits)
    }

    @Test func `A pattern of many stars ends soon on a long name`() {
        let pattern = ShellPattern(String(repeating: "a*", count: 50) + "b")
        #expect(!pattern.matches(Name(String(repeating: "a", count: 2000))))
    }

    @Test(arguments: [
        ("99%", 990_000), ("99.9%", 999_000), ("99.99%", 999_900), ("99.9999%", 999_999), ("0.0001%", 1),
        ("5%", 50_000),
        ("0.99", 990_000), ("0.999999", 999_999), ("0.5", 500_000), ("00.5", 500_000),
    ])
    func `A share is exact`(_ text: String, _ millionths: Int) {
        #expect(Share(text)?.millionths == millionths)
    }

    @Test(arguments: [
        "", "%", "0", "0%", "1", "100%", "1.5", "99", ".5", "5.%", "1e-1", "-1%", "0.0000001", "99.99999%", "50 %",
        "٥%",
    ])
    func `What is no share is refused`(_ text: String) {
        #expect(Share(text) == nil)
    }
}
