import Testing

@testable import Questions

@Suite("Patterns of matchers")
struct LinearPatternTests {
    /// What they match, as Python's `re.fullmatch` says.
    @Test(
        "match whole texts",
        arguments: [
            ("gpt-4", ["gpt-4"], ["gpt-4o", "xgpt-4", ""]), ("gpt-.*", ["gpt-", "gpt-4o"], ["gpt", "gpt-\n"]),
            ("a|b|", ["a", "b", ""], ["ab", "c"]), ("(a|b)+c?", ["a", "abba", "babc"], ["c", "abcc", ""]),
            ("(?:ab){2,3}", ["abab", "ababab"], ["ab", "abababab"]),
            ("x{2}y{0,1}z{1,}", ["xxz", "xxyzz"], ["xz", "xxyyz"]),
            (#"[a-c\d_.-]+"#, ["a1_.-c"], ["d", "a b"]), ("[^/]*", ["한국어", ""], ["a/b"]),
            (#"gpt\.4\\"#, [#"gpt.4\"#], ["gptx4"]), (#"\w+\s\S*\D"#, ["ab x", "a_1 bcx"], ["ab 1"]),
            ("^a$", ["a"], ["a\n", "aa"]), ("a{,2}", ["a{,2}"], ["aa"]), (".*?b", ["b", "aab"], ["ba"]),
            ("(a*)*b|(a|a)*c", ["aaab", "aac", "b"], ["aaaa"]), ("[]a]+", ["]a"], ["b"]), ("()", [""], ["a"]),
        ])
    func matching(pattern: String, matched: [String], others: [String]) throws {
        let pattern = try LinearPattern(pattern)
        for text in matched { #expect(pattern.matches(text), "\(text)") }
        for text in others { #expect(!pattern.matches(text), "\(text)") }
    }

    @Test(
        "that RE2 has and this has not, or that are none, are refused",
        arguments: [
            "(", ")", "a)", "[a", "[z-a]", "a\\", "*a", "a**", "a{2}{3}", "(?i)a", #"\bword"#, #"\pN"#, "[[:alpha:]]",
            "a{1001}",
            "((a{1000}){1000}){1000}", String(repeating: "(", count: 500), String(repeating: "a", count: 5000),
        ])
    func refused(pattern: String) {
        #expect(throws: LinearPattern.Fault.self) { try LinearPattern(pattern) }
    }

    @Test("that take others exponential time are done at once")
    func linear() throws {
        let pattern = try LinearPattern("(a*)*(a|aa)+(.?.?.?.?){50}b")
        let start = ContinuousClock.now
        #expect(!pattern.matches(String(repeating: "a", count: 2000)))
        #expect(ContinuousClock.now - start < .seconds(20))
    }
}
