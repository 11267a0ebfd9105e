import Foundation
import Support
import TestSupport
import Testing

@testable import Schedule

@Suite struct ShellWordTests {
    static let hard = [
        "", "plain", "/usr/local/bin/metricsctl", "two words", "it's", "'", "''", #"a"b"#, #"back\slash"#, "$HOME",
        "`id`",
        "100%", "%", "a;b|c&d>e<f", "*?[a]~#!", "한국어 모델", #"job="api",zone=~"eu-.*""#, "-n", "tab\there", "it'\u{301}s",
        "\u{600}'; id '", "%\u{301}", "\u{600}%", "$\u{301}", "\"\u{301}", "\\\u{301}",
        "e\u{301}", " \u{301}",
    ]

    @Test("a real shell reads quoted words as they were", arguments: hard)
    func shell(word: String) throws {
        let said = try Program(URL(fileURLWithPath: "/bin/sh")).run("-c", "printf '%s|' \(ShellWord.quoted(word)) end")
        #expect(said.stdout == word + "|end|")
    }

    @Test("splitting takes words apart as a shell does")
    func split() {
        #expect(ShellWord.split(Self.hard.map(ShellWord.quoted).joined(separator: " ")) == Self.hard)
        #expect(ShellWord.split(#"  a "b c"d 'e f'\ g "h\"i"  "#) == ["a", "b cd", "e f g", #"h"i"#])
    }

    @Test("a word is quoted only where it must be")
    func plain() {
        #expect(ShellWord.quoted("http://localhost:9090") == "http://localhost:9090")
        #expect(ShellWord.quoted("/var/lib/metricsctl/metrics.db") == "/var/lib/metricsctl/metrics.db")
    }
}
